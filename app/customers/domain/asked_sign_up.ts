import { createHash, randomBytes } from 'node:crypto'

/** So long a link to finish signing up works. */
export const askedSignUpDays = 3

export function makeSignUpToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashSignUpToken(token) }
}

export function hashSignUpToken(token: string): Buffer {
  return createHash('sha256').update(`asked_sign_up:${token}`).digest()
}

/** Binds the encrypted token to its row. */
export function signUpContext(id: string): string {
  return `asked_sign_up:${id}`
}
