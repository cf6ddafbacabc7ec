import { createHash, randomInt, scrypt } from 'node:crypto'

/** Without letters and digits that are mistaken for each other when read from paper. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'
const groups = 3
const groupLength = 4
export const recoveryCodeCount = 10

/** Ten codes of 59 random bits each, as they are shown once: `k7wd-3fxm-p9ae`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, makeCode)
}

function makeCode(): string {
  const group = () => Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: groups }, group).join('-')
}

const hashLength = 32

/**
 * Only this is kept. 59 bits are fewer than a plain hash would hide from whoever stole the table, so they are stretched.
 * @param salt of the person's codes; null for codes made before there were salts
 */
export async function hashRecoveryCode(userId: string, code: string, salt: Buffer | null): Promise<Buffer> {
  const digest = createHash('sha256')
    .update(`recovery_code:${userId}:${normalise(code)}`)
    .digest()
  return salt ? stretch(digest, salt) : digest
}

function stretch(digest: Buffer, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(digest, salt, hashLength, (error, key) => (error ? reject(error) : resolve(key)))
  )
}

/** However it was typed: spaces, dashes and capitals do not matter. */
function normalise(code: string): string {
  return code.toLowerCase().replaceAll(/[^0-9a-z]/g, '')
}

export function looksLikeRecoveryCode(code: string): boolean {
  return normalise(code).length === groups * groupLength
}
