import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  verify,
  type KeyObject,
} from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { recordsIn, type Records } from './records.ts'

export const apiPath = '/coinbase/api/v1'

/** The one business of the stand-in: the public half of its API key, and where its messages go. */
export type Business = {
  kit: Kit
  records: Records
  keyId: string
  publicKey: KeyObject
  webhookUrl: string | undefined
  webhookSecret: string
}

/** The key that the stand-in believes unless told another: made from a word, because it opens nothing else. */
const keySecretDefault = createHash('sha256').update('sandbox coinbase').digest('base64')
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

export function businessFor(kit: Kit): Business {
  const { env } = kit.settings
  return {
    kit,
    records: recordsIn(kit.store),
    keyId: env.SANDBOX_COINBASE_KEY_ID || 'organizations/sandbox/apiKeys/1f0c7a52',
    publicKey: publicHalf(env.SANDBOX_COINBASE_KEY_SECRET || keySecretDefault),
    webhookUrl: env.SANDBOX_COINBASE_WEBHOOK_URL,
    webhookSecret: env.SANDBOX_COINBASE_WEBHOOK_SECRET || 'sandbox_coinbase_webhook_secret',
  }
}

/** An Ed25519 key as Coinbase hands it out: the private half first, in base64. */
function publicHalf(secret: string): KeyObject {
  const seed = Buffer.from(secret, 'base64').subarray(0, 32)
  const key = Buffer.concat([pkcs8Prefix, seed])
  return createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }))
}

export function nowIso({ kit }: Business): string {
  return new Date(kit.nowMs()).toISOString()
}

export const newHex = (bytes: number) => randomBytes(bytes).toString('hex')

type Claims = { iss?: string; sub?: string; nbf?: number; exp?: number; uri?: string }

/** Whether a token was signed with the business's key, for just this call and not for long. */
export function isAuthorised(business: Business, header: string | undefined, uri: string): boolean {
  const [head, body, signature] = (header ?? '').replace(/^Bearer /, '').split('.')
  if (!head || !body || !signature) return false
  const { alg, kid } = parsed<{ alg?: string; kid?: string }>(head)
  const claims = parsed<Claims>(body)
  const nowSeconds = Math.floor(business.kit.nowMs() / 1000)
  const isSigned =
    alg === 'EdDSA' &&
    verify(null, Buffer.from(`${head}.${body}`), business.publicKey, Buffer.from(signature, 'base64url'))
  const isForMe = kid === business.keyId && claims.sub === business.keyId && claims.iss === 'cdp'
  const lasts = (claims.exp ?? 0) - (claims.nbf ?? 0)
  const isNow = (claims.nbf ?? Infinity) <= nowSeconds + 5 && (claims.exp ?? 0) > nowSeconds && lasts <= 120
  return isSigned && isForMe && isNow && claims.uri === uri
}

function parsed<T extends object>(part: string): Partial<T> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as T
  } catch {
    return {}
  }
}
