import { linkTokens } from '#app/shared/secrets/link_tokens'

/**
 * What a link in a mail is for. `verify`: the address of a new person is theirs. `change`: a new address is. `release`: whoever
 * reads the old mailbox wants to leave it. `undo`: the change was not
 * theirs, and the old address counts again. `sign_in`: a way in without a password.
 */
export type EmailLinkPurpose = 'verify' | 'change' | 'release' | 'undo' | 'sign_in'

/** How long each waits, in minutes. Undoing waits longest: mailboxes are not read every day. */
export const linkMinutes: Record<EmailLinkPurpose, number> = {
  verify: 3 * 24 * 60,
  change: 14 * 24 * 60,
  release: 14 * 24 * 60,
  undo: 7 * 24 * 60,
  sign_in: 15,
}

export const { make: makeLinkToken, hash: hashLinkToken, contextOf: linkContext } = linkTokens('email_link')

/** A link works once, and until its time is over. */
export function isLinkOpen(link: { expires_at: Date; used_at: Date | null }, now: Date): boolean {
  return link.used_at === null && now < link.expires_at
}

/** So long the old mailbox may keep silent: whoever cannot read it any more moves then. */
const silenceMs = 7 * 24 * 60 * 60_000

/** Whether somebody who confirmed a new address moves there now. An address that was never proven is nobody's to keep. */
export function mayLeave(
  old: { isProven: boolean; releasedAt: Date | null; askedAt: Date },
  now: Date
): boolean {
  return !old.isProven || old.releasedAt !== null || now.getTime() - old.askedAt.getTime() >= silenceMs
}
