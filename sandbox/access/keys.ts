import { createPrivateKey, createPublicKey, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Collection } from '../core/store.ts'
import type { Kit } from '../core/system.ts'

/** A signing key of a team. The newest signs; the one before is still listed for a while. */
export type SigningKey = { team: string; kid: string; pem: string }

export function keysOf(kit: Kit): Collection<SigningKey> {
  return kit.store.collection<SigningKey>('keys')
}

/** Keys of a team, the newest first; the first is made when it is first asked for. */
export function listKeys(kit: Kit, team: string): SigningKey[] {
  const known = keysOf(kit)
    .list({ newestFirst: true })
    .filter((key) => key.team === team)
  return known.length > 0 ? known : [rotate(kit, team)]
}

/** A new key signs from now on. */
export function rotate(kit: Kit, team: string): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = {
    team,
    kid: randomBytes(32).toString('hex'),
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  keysOf(kit).put(`${team}:${String(kit.store.next('key')).padStart(8, '0')}`, key)
  return key
}

/** The document at `/cdn-cgi/access/certs`: the current key and the one before it. */
export function describeKeys(kit: Kit, team: string): { keys: object[] } {
  const keys = listKeys(kit, team).slice(0, 2)
  return {
    keys: keys.map(({ kid, pem }) => {
      const { n, e } = createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' })
      return { kid, kty: 'RSA', alg: 'RS256', use: 'sig', e, n }
    }),
  }
}

/** An assertion as Access adds it to requests. */
export function sign(kit: Kit, team: string, claims: object): string {
  const { kid, pem } = listKeys(kit, team)[0]!
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'RS256', kid, typ: 'JWT' })}.${part(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(pem, 'base64url')}`
}
