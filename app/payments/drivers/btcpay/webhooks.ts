import { createHmac, timingSafeEqual } from 'node:crypto'
import { err, ok, type Result } from '#app/shared/result'
import type { BtcpayConfig } from '#app/payments/drivers/btcpay/config'
import type { GatewayMessage, SignedMessage } from '#app/payments/drivers/contract'

/**
 * Verifies a message. Its signature holds no time, so an old one could be sent again by whoever saw it: it is known by its id, and what
 * it says is asked anew in any case.
 */
export function readWebhook(
  config: BtcpayConfig,
  { rawBody, headers }: SignedMessage
): Result<GatewayMessage, 'forged'> {
  const given = headers['btcpay-sig']
  if (typeof given !== 'string' || config.webhookSecret === '') return err('forged')
  const expected = `sha256=${createHmac('sha256', config.webhookSecret).update(rawBody, 'utf8').digest('hex')}`
  if (!isSame(given, expected)) return err('forged')
  const content = parsed(rawBody)
  return content ? ok(toMessage(config, content)) : err('forged')
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

type Content = Record<string, unknown>

/** A redelivery has the id of what it repeats. */
function toMessage({ storeId }: BtcpayConfig, content: Content): GatewayMessage {
  const text = (name: string) => (typeof content[name] === 'string' ? content[name] : null)
  const type = text('type') ?? ''
  const about = aboutOf(type)
  const metadata = (content.metadata ?? {}) as Content
  return {
    id: text('originalDeliveryId') ?? text('deliveryId') ?? '',
    type,
    about,
    objectReference: about === 'refund' ? text('pullPaymentId') : text('invoiceId'),
    ownId: typeof metadata.orderId === 'string' ? metadata.orderId : null,
    parkedBecause:
      text('storeId') === storeId
        ? null
        : 'The message is from another store than the gateway is connected to',
    payload: content,
  }
}

function aboutOf(type: string): GatewayMessage['about'] {
  if (type.startsWith('Payout')) return 'refund'
  return type.startsWith('Invoice') && type !== 'InvoiceCreated' ? 'payment' : 'nothing'
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
