/** The door of identity: people who sign in, staff, memberships, sessions and API tokens. */
export { AddMembership, type NewMembership } from '#app/identity/actions/add_membership'
export { asPerson } from '#app/identity/actions/as_person'
export { AskForProofOfEmail } from '#app/identity/actions/ask_for_proof_of_email'
export { oldSignInOrigins } from '#app/identity/queries/old_origins'
export { EraseTeam } from '#app/identity/actions/erase_team'
export { AddStaffMember, type NewStaffMember } from '#app/identity/actions/add_staff_member'
export { CreateApiToken, type NewApiToken } from '#app/identity/actions/create_api_token'
export {
  CreateUser,
  hashPassword,
  type CreateUserError,
  type NewUser,
} from '#app/identity/actions/create_user'
export { mayConnect } from '#app/identity/http/staff_gate'
export { enter, enterOrEnrol } from '#app/identity/http/entrance'
export { forgetSignUp, readSignUp } from '#app/identity/http/provider_trips'
export { providerSessionOf } from '#app/identity/domain/provider_sign_in'
export { SignInByProvider } from '#app/identity/actions/sign_in_by_provider'
export { type KeyedPage, keyedPath } from '#app/identity/domain/keyed_link'
export { keyOf } from '#app/identity/http/opened_links'
export { endSession } from '#app/identity/http/session_identity'
export { listFirstLinks } from '#app/identity/http/first_links'
export { tokenCallers } from '#app/identity/http/token_callers'
export { AcceptInvitation, type AcceptInvitationError } from '#app/identity/actions/accept_invitation'
export { ChangeMembership } from '#app/identity/actions/change_membership'
export { Invite, type InviteError } from '#app/identity/actions/invite'
export { RevokeInvitation } from '#app/identity/actions/revoke_invitation'
export { newPassword } from '#app/identity/http/validators/password_rule'
export { memberPermissions } from '#app/identity/domain/permissions'
export { roleOf, teamRoles, type TeamChangeRefusal } from '#app/identity/domain/team'
export {
  findInvitation,
  findInvitationToMail,
  listOpenInvitations,
  type OpenInvitation,
  openInvitationLink,
} from '#app/identity/queries/find_invitation'
export { findMembership, findOwnedCustomers } from '#app/identity/queries/find_team'
export {
  showStaffInvitation,
  showTeamInvitation,
  staffInvitationShape,
  teamInvitationShape,
} from '#app/identity/http/transformers/team_transformers'
export { mayTry } from '#app/identity/http/try_limits'
export { hashToken, makeToken, tokenPrefix } from '#app/identity/domain/api_token'
export { normaliseEmail } from '#app/identity/domain/email'
export { abilitiesOfPermissions, type MemberPermission } from '#app/identity/domain/permissions'
export { abilitiesOfRoles, isStaffRole, staffRoles, type StaffRole } from '#app/identity/domain/roles'
export { findEmailLinkToMail, openEmailLink } from '#app/identity/queries/find_email_link'
export { openResetLink } from '#app/identity/queries/open_reset_link'
export { countryOf } from '#app/identity/queries/country_of'
export { nameBrowser } from '#app/identity/domain/browser_name'
export { findStaffMember } from '#app/identity/queries/list_staff'
export { listLackingFactor } from '#app/identity/queries/list_lacking_factor'
export { lackedFactor } from '#app/identity/http/wanted_factor'
export { findTeam, type TeamMember } from '#app/identity/queries/find_team'
export { findSessionCaller } from '#app/identity/queries/find_session_caller'
export { isSessionOpen } from '#app/identity/queries/is_session_open'
export { findUser, findUserByEmail } from '#app/identity/queries/find_user'
export { listStaffRoles } from '#app/identity/queries/list_staff_roles'
export { showStaffRole } from '#app/identity/http/transformers/identity_transformers'
export { listStaff, type StaffPerson } from '#app/identity/queries/list_staff'
export { clearOldGuesses } from '#app/identity/actions/clear_old_guesses'
export { clearExpiredSessions } from '#app/identity/records/sessions'
export type { User } from '#app/identity/records/users'
export { RotateOauthKeys } from '#app/identity/actions/rotate_oauth_keys'
export { clearOldOauthRecords } from '#app/identity/actions/clear_old_oauth_records'
