import { createHash, randomBytes } from 'node:crypto'

/** An invitation waits a week for its answer; the link of a new installation a day, because whoever has it owns everything. */
export const invitationDays = 7
export const firstLinkHours = 24

export function makeInvitationToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashInvitationToken(token) }
}

export function hashInvitationToken(token: string): Buffer {
  return createHash('sha256').update(`invitation:${token}`).digest()
}

/** Binds the encrypted token to its row. */
export function invitationContext(id: string): string {
  return `invitation:${id}`
}

export function isOpen(
  invitation: { expires_at: Date; accepted_at: Date | null; revoked_at: Date | null },
  now: Date
): boolean {
  return !invitation.accepted_at && !invitation.revoked_at && now < invitation.expires_at
}
