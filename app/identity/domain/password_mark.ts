import { createHash } from 'node:crypto'

/** Tells a password from the one before it, and nothing else: hashes are salted. What was begun with a password ends with it by this. */
export function markOfPassword(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('base64url').slice(0, 22)
}
