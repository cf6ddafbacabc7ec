import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { err, ok, type Result } from '#app/shared/result'
import type { CoinbaseConfig } from '#app/payments/drivers/coinbase/config'
import type { GatewayMessage, SignedMessage } from '#app/payments/drivers/contract'

const toleranceSeconds = 300
/** How the values of the signed headers are joined is not documented: each of these is tried, and each needs the secret. */
const joiners = ['.', ',', ' ', '']

/** Verifies `X-Hook0-Signature: t=…,h=…,v1=…`; a `v0` beside it signs less and is not believed. */
export function readWebhook(
  config: CoinbaseConfig,
  { rawBody, headers, now }: SignedMessage
): Result<GatewayMessage, 'forged'> {
  const given = headers['x-hook0-signature']
  if (typeof given !== 'string' || config.webhookSecret === '') return err('forged')
  const part = (name: string) => new RegExp(`(?:^|,)${name}=([^,]*)`).exec(given)?.[1] ?? ''
  const [stamp, names, signature] = [part('t'), part('h'), part('v1')]
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(stamp)
  if (!/^\d{1,12}$/.test(stamp) || Math.abs(ageSeconds) > toleranceSeconds) return err('forged')
  const values = names.split(' ').map((name) => String(headers[name.toLowerCase()] ?? ''))
  const isSigned = joiners.some((joiner) => {
    const text = `${stamp}.${names}.${values.join(joiner)}.${rawBody}`
    return isSame(signature, createHmac('sha256', config.webhookSecret).update(text, 'utf8').digest('hex'))
  })
  const content = isSigned ? parsed(rawBody) : null
  return content ? ok(toMessage(rawBody, content)) : err('forged')
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

type Content = Record<string, unknown>

/** Whether the checkout is the message or lies within it is not documented: both are read. The same words are the same message. */
function toMessage(rawBody: string, content: Content): GatewayMessage {
  const inner = [content.data, content.checkout].find((each) => each !== null && typeof each === 'object')
  const checkout = (inner ?? content) as Content
  const said = content.eventType ?? content.type
  const type = typeof said === 'string' ? said : ''
  const ownId = (checkout.metadata as Content | undefined)?.payment_id
  return {
    id: createHash('sha256').update(rawBody).digest('hex'),
    type,
    about: aboutOf(type),
    objectReference: typeof checkout.id === 'string' ? checkout.id : null,
    ownId: typeof ownId === 'string' ? ownId : null,
    parkedBecause: null,
    payload: content,
  }
}

function aboutOf(type: string): GatewayMessage['about'] {
  if (/^(checkout|payment_link)\.payment\./.test(type)) return 'payment'
  return type.includes('.refund.') ? 'needs_person' : 'nothing'
}

function parsed(body: string): Content | null {
  try {
    const content = JSON.parse(body) as unknown
    return content !== null && typeof content === 'object' && !Array.isArray(content)
      ? (content as Content)
      : null
  } catch {
    return null
  }
}
