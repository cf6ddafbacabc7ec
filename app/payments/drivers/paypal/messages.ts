import { isUuid } from '#app/shared/ids'
import type { GatewayMessage } from '#app/payments/drivers/contract'

export interface PayPalEvent {
  id: string
  event_version?: string
  event_type: string
  resource?: {
    id?: unknown
    dispute_id?: unknown
    custom_id?: unknown
    purchase_units?: { custom_id?: unknown }[]
    supplementary_data?: { related_ids?: { order_id?: unknown } }
    metadata?: { order_id?: unknown }
  }
}

type About = GatewayMessage['about']

/** What each family of events is about. Who was told that something happened asks about it, so most are only families. */
const families: [RegExp, About][] = [
  // The payment's own capture and what it was made from.
  [/^CHECKOUT\.(ORDER|PAYMENT-APPROVAL)\./, 'payment'],
  [/^PAYMENT\.AUTHORIZATION\./, 'payment'],
  [/^PAYMENT\.CAPTURE\.(COMPLETED|PENDING|DENIED|DECLINED)$/, 'payment'],
  [/^PAYMENT\.(CAPTURE\.REFUNDED|REFUND\.(PENDING|FAILED))$/, 'refund'],
  // Money that PayPal took back by itself: mostly a dispute says why, but not always.
  [/^PAYMENT\.CAPTURE\.REVERSED$/, 'reversal'],
  [/^CUSTOMER\.DISPUTE\./, 'dispute'],
  [/^VAULT\.PAYMENT-TOKEN\.(DELETED|DELETION-INITIATED)$/, 'method'],
]

export function aboutOf({ event_type: type, resource }: PayPalEvent): About {
  // An account that was kept with a payment, some time after it: the payment's order names it.
  if (type === 'VAULT.PAYMENT-TOKEN.CREATED') return resource?.metadata?.order_id ? 'payment' : 'method'
  return families.find(([pattern]) => pattern.test(type))?.[1] ?? 'nothing'
}

/** A payment is known to us by its order, whichever of its parts the event shows. */
export function objectOf(
  event: PayPalEvent,
  about: About
): Pick<GatewayMessage, 'objectReference' | 'ownId'> {
  const resource = event.resource ?? {}
  const order = resource.supplementary_data?.related_ids?.order_id ?? resource.metadata?.order_id
  const reference =
    about === 'payment' ? (order ?? resource.id) : about === 'dispute' ? resource.dispute_id : resource.id
  const custom = resource.custom_id ?? resource.purchase_units?.[0]?.custom_id
  const isOurs = (about === 'payment' || about === 'refund') && typeof custom === 'string' && isUuid(custom)
  return {
    objectReference: typeof reference === 'string' ? reference : null,
    ownId: isOurs ? custom : null,
  }
}
