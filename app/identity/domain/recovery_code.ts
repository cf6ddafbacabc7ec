import { createHash, randomInt } from 'node:crypto'

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

/** Only this is kept. The person's id is hashed in, so that one look-up table does not serve for everybody. */
export function hashRecoveryCode(userId: string, code: string): Buffer {
  return createHash('sha256')
    .update(`recovery_code:${userId}:${normalise(code)}`)
    .digest()
}

/** However it was typed: spaces, dashes and capitals do not matter. */
function normalise(code: string): string {
  return code.toLowerCase().replaceAll(/[^0-9a-z]/g, '')
}

export function looksLikeRecoveryCode(code: string): boolean {
  return normalise(code).length === groups * groupLength
}
