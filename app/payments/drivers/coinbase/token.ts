import { createPrivateKey, randomBytes, sign, type KeyObject } from 'node:crypto'
import type { CoinbaseConfig } from '#app/payments/drivers/coinbase/config'

const pkcs8Ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex')
const lastsSeconds = 60

/** A key as Coinbase hands it out: Ed25519 in base64 with its private half first, or EC as PEM. Null when it is neither. */
export function keyIn(secret: string): KeyObject | null {
  try {
    if (secret.includes('-----BEGIN')) {
      const key = createPrivateKey(secret.replaceAll('\\n', '\n'))
      return key.asymmetricKeyType === 'ec' ? key : null
    }
    const bytes = Buffer.from(secret, 'base64')
    if (bytes.length !== 32 && bytes.length !== 64) return null
    const key = Buffer.concat([pkcs8Ed25519, bytes.subarray(0, 32)])
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } catch {
    return null
  }
}

/**
 * A token for one call: signed with the business's key, good for a minute.
 * @see https://docs.cdp.coinbase.com/api-reference/v2/authentication
 */
export function tokenFor(
  { keyId, keySecret }: CoinbaseConfig,
  { method, url, now }: { method: string; url: string; now: Date }
): string {
  const key = keyIn(keySecret)
  if (!key) throw new Error('The secret of the API key cannot be read')
  const isEdwards = key.asymmetricKeyType === 'ed25519'
  const { host, pathname } = new URL(url)
  const nowSeconds = Math.floor(now.getTime() / 1000)
  const head = encoded({
    alg: isEdwards ? 'EdDSA' : 'ES256',
    kid: keyId,
    typ: 'JWT',
    nonce: randomBytes(16).toString('hex'),
  })
  const claims = encoded({
    iss: 'cdp',
    sub: keyId,
    nbf: nowSeconds,
    exp: nowSeconds + lastsSeconds,
    uri: `${method} ${host}${pathname}`,
  })
  const text = Buffer.from(`${head}.${claims}`)
  const signature = isEdwards
    ? sign(null, text, key)
    : sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' })
  return `${head}.${claims}.${signature.toString('base64url')}`
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
