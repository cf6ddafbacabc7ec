import { linkTokens } from '#app/shared/secrets/link_tokens'

/** An invitation waits a week for its answer; the link of a new installation a day, because whoever has it owns everything. */
export const invitationDays = 7
export const firstLinkHours = 24

export const {
  make: makeInvitationToken,
  hash: hashInvitationToken,
  contextOf: invitationContext,
} = linkTokens('invitation')

export function isOpen(
  invitation: { expires_at: Date; accepted_at: Date | null; revoked_at: Date | null },
  now: Date
): boolean {
  return !invitation.accepted_at && !invitation.revoked_at && now < invitation.expires_at
}
