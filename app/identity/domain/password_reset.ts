import { createHash, randomBytes } from 'node:crypto'

export const resetMinutes = 60

export function makeResetToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashResetToken(token) }
}

export function hashResetToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** A link works once, for an hour. */
export function isUsable(reset: { expires_at: Date; used_at: Date | null }, now: Date): boolean {
  return reset.used_at === null && now < reset.expires_at
}

/** Binds the encrypted token to its row. */
export function resetContext(resetId: string): string {
  return `password_reset:${resetId}`
}
