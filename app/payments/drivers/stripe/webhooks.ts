import type Stripe from 'stripe'
import { err, ok, type Result } from '#app/shared/result'
import type { GatewayMessage, GatewaySettings, SignedMessage } from '#app/payments/drivers/contract'
import { apiMajor, readConfig, type StripeConfig } from '#app/payments/drivers/stripe/config'
import { isOfNow, isSigned, readSignature } from '#app/payments/drivers/stripe/signature'

/** Verifies a message and says what it is about. What is old is refused before the secrets are opened. */
export function readWebhook(
  settings: GatewaySettings,
  { rawBody, headers, now }: SignedMessage
): Result<GatewayMessage, 'forged'> {
  const signature = readSignature(headers['stripe-signature'])
  if (!signature || !isOfNow(signature, now)) return err('forged')
  const config = readConfig(settings)
  const { webhookSecret: secret } = config
  // Without a secret everybody could sign: nothing is believed until the endpoint is set up.
  if (secret === '' || !isSigned(rawBody, signature, secret)) return err('forged')
  try {
    return ok(toMessage(config, JSON.parse(rawBody) as Stripe.Event))
  } catch {
    return err('forged')
  }
}

function toMessage(config: StripeConfig, event: Stripe.Event): GatewayMessage {
  // Events of another kind ("thin" ones) show no object; the endpoint that we set up is sent none.
  if (event.object !== 'event') return toStranger(event)
  const object = event.data.object as {
    id?: unknown
    payment_intent?: unknown
    metadata?: Record<string, unknown> | null
  }
  const metadata = object.metadata ?? {}
  const about = isOnlyLetGo(event) ? 'nothing' : aboutOf(event.type)
  const ownId = about === 'refund' ? metadata.refund_id : (metadata.payment_id ?? metadata.setup_id)
  // A charge is known to us by its payment: whatever went back on it is in the list of that payment, and reviews look at it.
  const isOfPayment = event.type === 'charge.refunded' || event.type.startsWith('review.')
  const reference = isOfPayment ? object.payment_intent : object.id
  return {
    id: typeof event.id === 'string' ? event.id : '',
    type: event.type,
    about,
    objectReference: typeof reference === 'string' ? reference : null,
    ownId: typeof ownId === 'string' ? ownId : null,
    parkedBecause: parkedBecause(config, event),
    payload: event as unknown as Record<string, unknown>,
  }
}

function toStranger({ id, type, object }: { id: unknown; type: unknown; object: unknown }): GatewayMessage {
  return {
    id: typeof id === 'string' ? id : '',
    type: typeof type === 'string' ? type : '',
    about: 'nothing',
    objectReference: null,
    ownId: null,
    parkedBecause: `The message is a ${typeof object === 'string' ? object : 'thing'} that this software does not read`,
    payload: { id, type, object },
  }
}

/**
 * Stripe calls it a refund when an authorisation is cancelled or only a part of it is captured: the bank lets the rest go, and no
 * money that was taken moves. We asked for it ourselves.
 */
function isOnlyLetGo(event: Stripe.Event): boolean {
  if (event.type !== 'charge.refunded') return false
  const { amount, amount_captured: captured, amount_refunded: refunded } = event.data.object
  return refunded <= amount - captured
}

/** What each family of events is about. */
function aboutOf(type: string): GatewayMessage['about'] {
  if (type.startsWith('payment_intent.') || type.startsWith('review.')) return 'payment'
  if (type.startsWith('setup_intent.')) return 'setup'
  if (type.startsWith('payment_method.')) return 'method'
  if (type === 'mandate.updated') return 'mandate'
  if (type === 'customer.deleted') return 'customer'
  if (type.startsWith('payout.')) return 'payout'
  if (type.startsWith('charge.dispute.')) return 'dispute'
  if (type.startsWith('radar.early_fraud_warning.')) return 'fraud_warning'
  if (type === 'charge.refunded' || type.startsWith('refund.')) return 'refund'
  return 'nothing'
}

function parkedBecause(config: StripeConfig, event: Stripe.Event): string | null {
  if (event.livemode !== config.isLive) {
    return `The message is from ${event.livemode ? 'live' : 'test'} mode, the gateway is connected in the other`
  }
  const major = event.api_version?.split('.')[1]
  if (major !== apiMajor)
    return `The message speaks version ${event.api_version ?? 'none'}, this software ${apiMajor}`
  return null
}
