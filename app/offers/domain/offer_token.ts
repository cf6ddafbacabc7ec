import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits: whoever has them has the mail. */
export function makeOfferToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashOfferToken(token) }
}

export function hashOfferToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Binds the encrypted token to its row. */
export function offerTokenContext(offerId: string): string {
  return `offer:${offerId}`
}
