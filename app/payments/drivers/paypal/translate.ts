import type { Decline, GatewayMethod, GatewayPage, GatewayPayment, GatewaySetup, GatewayState } from '#app/payments/drivers/contract' // prettier-ignore
import { fromAmount } from '#app/payments/drivers/paypal/amounts'
import type { Authorization, Capture, Link, Order, VaultToken, Wallet } from '#app/payments/drivers/paypal/api_types' // prettier-ignore
import { toDecline } from '#app/payments/drivers/paypal/failures'
import { declinedRule } from '#app/payments/drivers/paypal/issues'

/** How long an order that nobody approved is kept, by default. */
const approvalHours = 3

/** Captures whose money came, whatever was given back of it later. */
const taken = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'])
const refused = new Set(['DECLINED', 'FAILED'])

/** An order as it stands: its captures decide, then its authorisations, and its own status last, as that is COMPLETED early. */
export function toGatewayPayment(order: Order, { isLive }: { isLive: boolean }): GatewayPayment {
  const unit = order.purchase_units?.[0]
  if (!unit) throw new Error(`PayPal's order ${order.id} has no purchase unit`)
  const captures = unit.payments?.captures ?? []
  const held = unit.payments?.authorizations?.[0] ?? null
  const state = stateOf(order, captures, held)
  const money = fromAmount(unit.amount)
  return {
    reference: order.id,
    paymentId: unit.custom_id ?? null,
    state,
    money,
    captured: captures
      .filter(({ status }) => taken.has(status))
      .reduce((sum, capture) => sum + fromAmount(capture.amount).amount, 0n),
    clientSecret: null,
    page: state === 'awaiting_method' ? pageOf(order) : null,
    decline: declineIn(captures, held),
    authorisationExpiresAt: held?.expiration_time ? new Date(held.expiration_time) : null,
    method: toMethod(order.payment_source?.paypal?.attributes?.vault?.id, order.payment_source?.paypal),
    payerCountry: (order.payment_source?.paypal?.address ?? order.payer?.address)?.country_code ?? null,
    isLive,
  }
}

function stateOf(order: Order, captures: readonly Capture[], held: Authorization | null): GatewayState {
  if (captures.some(({ status }) => taken.has(status))) return 'succeeded'
  if (captures.some(({ status }) => status === 'PENDING')) return 'processing'
  if (captures.some(({ status }) => refused.has(status))) return 'awaiting_method'
  if (captures.length > 0) return unknownStatus(captures[0]!.status)
  if (held) return stateOfHeld(held)
  switch (order.status) {
    case 'CREATED':
    case 'SAVED':
    case 'PAYER_ACTION_REQUIRED':
      return 'awaiting_method'
    case 'APPROVED':
      return 'approved'
    case 'VOIDED':
      return 'cancelled'
    default:
      return unknownStatus(order.status)
  }
}

function stateOfHeld({ status }: Authorization): GatewayState {
  switch (status) {
    case 'CREATED':
      return 'authorised'
    case 'PENDING':
    case 'CAPTURED':
    case 'PARTIALLY_CAPTURED':
      // Captured, and the capture is not shown yet: asked again later.
      return 'processing'
    case 'VOIDED':
    case 'EXPIRED':
      return 'cancelled'
    case 'DENIED':
      return 'awaiting_method'
    default:
      return unknownStatus(status)
  }
}

/** A state that this version does not know must not be guessed. */
function unknownStatus(status: string): never {
  throw new Error(`PayPal knows a status that we do not: ${status}`)
}

function declineIn(captures: readonly Capture[], held: Authorization | null): Decline | null {
  const capture = captures.find(({ status }) => refused.has(status))
  if (capture) return toDecline(`CAPTURE_${capture.status}`, declinedRule)
  return held?.status === 'DENIED' ? toDecline('AUTHORIZATION_DENIED', declinedRule) : null
}

/** Where the payer agrees. After a declined funding source PayPal names it anew, as `redirect`. */
export function pageOf({
  links,
  create_time: createdAt,
}: Pick<Order, 'links' | 'create_time'>): GatewayPage | null {
  // prettier-ignore
  const url = addressIn(links)
  if (!url) return null
  const expiresAt = createdAt ? new Date(Date.parse(createdAt) + approvalHours * 3_600_000) : null
  return { driver: 'paypal', url, expiresAt, coins: [] }
}

const payerLinks = ['payer-action', 'approve', 'redirect']

function addressIn(links: Link[] | undefined): string | null {
  return links?.find(({ rel }) => payerLinks.includes(rel))?.href ?? null
}

/** An account that PayPal keeps for us. Its address is what its owner knows it by. */
export function toMethod(reference: string | undefined, wallet: Wallet | undefined): GatewayMethod | null {
  if (!reference) return null
  return {
    reference,
    kind: 'paypal',
    brand: 'paypal',
    last4: null,
    expMonth: null,
    expYear: null,
    fingerprint: wallet?.account_id ?? wallet?.payer_id ?? null,
    label: wallet?.email_address ?? null,
    country: wallet?.address?.country_code ?? null,
  }
}

const setupStates: Record<string, GatewaySetup['state']> = {
  CREATED: 'awaiting_method',
  PAYER_ACTION_REQUIRED: 'awaiting_method',
  APPROVED: 'approved',
  VAULTED: 'succeeded',
}

export function toGatewaySetup(setup: VaultToken, method: GatewayMethod | null): GatewaySetup {
  const state = setupStates[setup.status ?? ''] ?? unknownStatus(setup.status ?? 'none')
  return {
    reference: setup.id,
    setupId: null,
    state,
    clientSecret: null,
    page: state === 'awaiting_method' ? pageOf(setup) : null,
    decline: null,
    method,
  }
}
