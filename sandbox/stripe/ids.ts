import { createHash, randomBytes } from 'node:crypto'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export function randomText(length: number): string {
  return [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('')
}

/** Ids look like Stripe's: prefix, then 24 letters and digits. */
export function newId(prefix: string): string {
  return `${prefix}_${prefix === 'cus' ? randomText(14) : `3${randomText(23)}`}`
}

export function newClientSecret(intentId: string): string {
  return `${intentId}_secret_${randomText(25)}`
}

/** The same number gives the same fingerprint on the same account. */
export function fingerprintOf(cardNumber: string): string {
  return createHash('sha256').update(`sandbox-account:${cardNumber}`).digest('base64url').slice(0, 16)
}
