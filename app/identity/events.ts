import { event } from '#app/shared/events/event'

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
export const apiTokenRevoked = event<{ tokenId: string; name: string }>(
  'user.api_token_revoked',
  'An API token stopped working.'
)
