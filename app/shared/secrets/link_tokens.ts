import { createHash, randomBytes } from 'node:crypto'

/**
 * The tokens of links of one kind: 32 random bytes. A row keeps the hash, by which it is found, and for as long as a mail has to be written the
 * token itself, encrypted and bound to the row.
 */
export function linkTokens(kind: string) {
  const hash = (token: string): Buffer => createHash('sha256').update(`${kind}:${token}`).digest()
  return {
    make(): { token: string; hash: Buffer } {
      const token = randomBytes(32).toString('base64url')
      return { token, hash: hash(token) }
    },
    hash,
    /** Binds the encrypted token to its row. */
    contextOf: (id: string): string => `${kind}:${id}`,
  }
}
