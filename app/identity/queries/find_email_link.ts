import { inReadTransaction } from '#app/shared/database/unit'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import {
  type EmailLinkPurpose,
  hashLinkToken,
  isLinkOpen,
  linkContext,
} from '#app/identity/domain/email_link'
import * as emailLinks from '#app/identity/records/email_links'

export interface OpenEmailLink {
  userId: string
  purpose: EmailLinkPurpose
  email: string
}

/** What is this link for? Null when it was used, was replaced, is too old or none. */
export function findEmailLink(token: string, now: Date): Promise<OpenEmailLink | null> {
  return inReadTransaction(async () => {
    const link = await emailLinks.findByHash(hashLinkToken(token))
    if (!link || !isLinkOpen(link, now)) return null
    return { userId: link.user_id, purpose: link.purpose, email: link.email }
  })
}

/** To which address does this person want to move, and has not yet? */
export async function findAskedEmail(userId: string, now: Date): Promise<string | null> {
  const link = await inReadTransaction(() => emailLinks.findOpen(userId, 'change', now))
  return link?.email ?? null
}

/** Where this link goes, for its mail; undefined once it leads nowhere. */
export async function findEmailLinkToMail(
  id: string
): Promise<{ purpose: EmailLinkPurpose; email: string; expiresAt: Date } | undefined> {
  const link = await inReadTransaction(() => emailLinks.find(id))
  return link?.sealed_token
    ? { purpose: link.purpose, email: link.email, expiresAt: link.expires_at }
    : undefined
}

/** The token of a link, for the mail that carries it; null once it was used or replaced. */
export async function openEmailLink(id: string): Promise<string | null> {
  const link = await inReadTransaction(() => emailLinks.find(id))
  if (!link?.sealed_token) return null
  return unseal(link.sealed_token as unknown as SealedSecret, linkContext(id))
}
