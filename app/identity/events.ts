import { event } from '#app/shared/events/event'

interface StaffEntranceFacts {
  access: { team: string; audience: string } | null
  networks: string[]
  idleMinutes: number
  sessionHours: number
}

export const userCreated = event<{ userId: string }>('user.created', 'A person can sign in from now on.')
export const passwordChanged = event<{ userId: string }>(
  'user.password_changed',
  'A person set a new password; all other sessions ended.'
)
export const passwordResetRequested = event<{ userId: string; resetId: string }>(
  'user.password_reset_requested',
  'Somebody asked for a link to set a new password, by the address of a known person.'
)
export const staffMemberAdded = event<{ userId: string; roles: string[] }>(
  'user.staff_member_added',
  'A person works for the tenant from now on.'
)
export const apiTokenCreated = event<{ tokenId: string; name: string; abilities: string[] }>(
  'user.api_token_created',
  'A person made an API token.'
)
export const apiTokenRotated = event<{
  tokenId: string
  newTokenId: string
  name: string
  worksUntil: string
}>('user.api_token_rotated', 'A new API token takes the place of another, which works on for a while.')
export const apiTokenRevoked = event<{ tokenId: string; name: string }>(
  'user.api_token_revoked',
  'An API token stopped working.'
)
export const newBrowserSeen = event<{ userId: string; ip: string; userAgent: string | null; at: string }>(
  'user.new_browser_seen',
  'A person signed in from a browser in which they never did before.'
)
export const secondFactorAdded = event<{ userId: string; factor: 'totp' | 'passkey'; name: string | null }>(
  'user.second_factor_added',
  'A person took an authenticator app or a passkey into use.'
)
export const secondFactorRemoved = event<{ userId: string; factor: 'totp' | 'passkey'; name: string | null }>(
  'user.second_factor_removed',
  'A person took an authenticator app or a passkey out of use.'
)
export const signInReset = event<{ userId: string; reason: string }>(
  'user.sign_in_reset',
  'Staff let a person begin anew who could not prove any more who they are: factors, sessions and the password are gone.'
)
export const recoveryCodesRenewed = event<{ userId: string }>(
  'user.recovery_codes_renewed',
  'A person was given recovery codes; older ones stopped working.'
)
export const recoveryCodeUsed = event<{ userId: string; left: number }>(
  'user.recovery_code_used',
  'A person proved who they are with a recovery code.'
)
export const personInvited = event<{ invitationId: string; email: string; isStaff: boolean }>(
  'user.invited',
  'Somebody was invited into a customer’s team, or to the staff.'
)
export const invitationRevoked = event<{ invitationId: string; email: string | null }>(
  'user.invitation_revoked',
  'An invitation was taken back before it was answered.'
)
export const invitationAccepted = event<{ invitationId: string; userId: string; grants: string[] }>(
  'user.invitation_accepted',
  'Somebody took up an invitation: into a customer’s team, or to the staff.'
)
export const membershipChanged = event<{ userId: string; before: string[]; after: string[] }>(
  'user.membership_changed',
  'A member of a customer’s team may do other things from now on.'
)
export const membershipEnded = event<{ userId: string; isOwnWish: boolean }>(
  'user.membership_ended',
  'A person left a customer’s team: their sessions ended, their tokens for it stopped working.'
)
export const ownershipTransferred = event<{ fromUserId: string; toUserId: string }>(
  'user.ownership_transferred',
  'A customer was handed over to another member of its team.'
)
export const staffMemberLeft = event<{ userId: string; roles: string[] }>(
  'user.staff_member_left',
  'A person no longer works for the tenant: their sessions ended, their tokens stopped working.'
)
export const emailLinkMade = event<{
  userId: string
  linkId: string
  purpose: 'verify' | 'change' | 'undo' | 'sign_in'
}>('user.email_link_made', 'A link is to be sent by mail that proves an address by being used.')
export const emailVerified = event<{ userId: string }>(
  'user.email_verified',
  'A person showed that their address is theirs.'
)
export const emailChangeAsked = event<{
  userId: string
  /** The address that counts; null when it was never shown to be theirs. */
  email: string | null
}>('user.email_change_asked', 'A person wants to sign in with another address; it does not count yet.')
export const emailChanged = event<{ userId: string; before: string; after: string; isUndone: boolean }>(
  'user.email_changed',
  'A person signs in with another address from now on, or with the old one again.'
)
export const knownAddressTried = event<{ userId: string }>(
  'user.known_address_tried',
  'Somebody wanted to begin with an address that a person has already.'
)
export const staffRolesChanged = event<{ userId: string; before: string[]; after: string[] }>(
  'user.staff_roles_changed',
  'A person who works for the tenant has other roles from now on.'
)
export const staffRoleChanged = event<{ name: string; before: string[]; after: string[] }>(
  'staff_role.changed',
  'A role of the staff grants something else from now on, was made, or is no more.'
)
export const sessionsEnded = event<{ userId: string }>(
  'user.sessions_ended',
  'A person signed out of every other browser.'
)
interface SignInRulesFacts {
  staffSecondFactor: string
  signInLinks: boolean
  confirmSignUps: boolean
  customerSecondFactor: string
  customerSecondFactorFrom: string | null
}
export const signInRulesChanged = event<{
  before: SignInRulesFacts
  after: SignInRulesFacts
}>('sign_in_rules.changed', 'How people may sign in was changed.')
export const staffEntranceChanged = event<{
  before: StaffEntranceFacts
  after: StaffEntranceFacts
}>('staff_entrance.changed', 'What staff pass before they sign in, or how long they stay, was changed.')
export const impersonationBegun = event<{
  impersonationId: string
  userId: string
  staffUserId: string
  reason: string
  minutes: number
}>('user.impersonation_begun', 'A staff member began to act in the name of a customer’s team member.')
export const impersonationEnded = event<{ impersonationId: string; userId: string; staffUserId: string }>(
  'user.impersonation_ended',
  'A staff member stopped acting in the name of a customer’s team member.'
)
export const applicationRegistered = event<{ clientId: string; name: string; redirectUris: string[] }>(
  'application.registered',
  'Staff let another application ask people to sign in with their account here.'
)
export const applicationChanged = event<{
  clientId: string
  changes: Record<string, { from: unknown; to: unknown }>
}>('application.changed', 'Staff changed an application that people sign in to.')
export const applicationSecretRenewed = event<{ clientId: string; name: string }>(
  'application.secret_renewed',
  'An application was given another secret; the one before stopped working.'
)
export const applicationRemoved = event<{ clientId: string; name: string }>(
  'application.removed',
  'An application can ask nobody any more; its tokens stopped working.'
)
export const applicationAllowed = event<{ clientId: string; userId: string; scopes: string[] }>(
  'application.allowed',
  'A person let an application know who they are.'
)
export const applicationDisallowed = event<{ clientId: string; userId: string }>(
  'application.disallowed',
  'A person took an application’s leave back; its tokens for them stopped working.'
)

interface LinkFact {
  userId: string
  providerId: string
  provider: string
}

export const signInLinked = event<LinkFact>(
  'user.sign_in_linked',
  'A person may sign in with an account elsewhere.'
)
export const signInUnlinked = event<LinkFact>(
  'user.sign_in_unlinked',
  'A person does not sign in with an account elsewhere any more.'
)
export const providerSaved = event<{
  name: string
  issuer: string
  isEnabled: boolean
  takesSignUps: boolean
  isSecretNew: boolean
}>('sign_in_provider.saved', 'Staff set up or changed where else customers may sign in.')
export const providerRemoved = event<{ name: string; issuer: string }>(
  'sign_in_provider.removed',
  'Customers cannot sign in by a provider any more.'
)
