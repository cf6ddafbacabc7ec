import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto' // prettier-ignore

/** An encrypted text as it lies in the database: AES-256-GCM, with the id of its key beside it so that keys can be rotated. */
export interface SealedSecret {
  keyId: string
  iv: string
  tag: string
  data: string
}

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

/** Keys are kept as the library holds them: made anew from their bytes, each opening of a secret would cost four times as much. */
const state: { keys: Map<string, KeyObject>; currentId: string } = { keys: new Map(), currentId: '' }

/** Reads `id:base64[,older:base64…]`; the first key encrypts, all of them decrypt. */
export function openKeyring(text: string): void {
  const entries = text.split(',').map((entry) => {
    const [id, encoded] = entry.trim().split(':')
    const key = Buffer.from(encoded ?? '', 'base64')
    if (!id || key.length !== 32)
      throw new Error('ENCRYPTION_KEYS must be <id>:<base64 of 32 bytes>, newest first')
    return [id, createSecretKey(key)] as const
  })
  state.keys = new Map(entries)
  state.currentId = entries[0]![0]
}

export function currentKeyId(): string {
  return state.currentId
}

/** @param context what the secret belongs to (`panel:<id>`); it cannot be opened in another place */
export function seal(plain: string, context: string): SealedSecret {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', state.keys.get(state.currentId)!, iv)
  cipher.setAAD(Buffer.from(context))
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return {
    keyId: state.currentId,
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  }
}

/**
 * A password that comes out the same for the same context as long as the newest key does: 24 letters and digits, some 140 bits. For
 * systems that take a password and may have to be told it twice.
 */
export function derivePassword(context: string): string {
  return derivePasswords(context)[0]!
}

/** The same of every key, the newest first: for what was signed before a newer one came. */
export function derivePasswords(context: string): string[] {
  return [...state.keys.values()].map((key) => derive(key, context))
}

function derive(key: KeyObject, context: string): string {
  const bytes = createHmac('sha512', key).update(`password:${context}`).digest()
  const letters = [...bytes.subarray(0, 24)].map((byte) => alphabet[byte % alphabet.length])
  // One of each sort, for systems that insist on it.
  return `${letters.slice(0, 21).join('')}a7Q`
}

/** Throws when the key is unknown, the context differs or the data was touched. */
export function unseal(sealed: SealedSecret, context: string): string {
  const key = state.keys.get(sealed.keyId)
  if (!key) throw new Error(`Encryption key "${sealed.keyId}" is missing from ENCRYPTION_KEYS`)
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'))
  return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString(
    'utf8'
  )
}
