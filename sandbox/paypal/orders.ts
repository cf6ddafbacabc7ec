import { newId, timestamp, type Call } from './account.ts'
import { checkedMoney } from './amounts.ts'
import type { Endpoint } from './endpoint.ts'
import { malformed, notFound, unprocessable } from './errors.ts'
import { emit } from './events.ts'
import { checkFunding, checkInvoiceId, take } from './money.ts'
import { payerNamed } from './payers.ts'
import { approvalUrl, showAuthorization, showOrder } from './presentation.ts'
import type { Authorization, Order } from './records.ts'
import { keepAccount, readVault } from './vault.ts'

/** Whatever was asked of an order, a repeat is told how it stands. */
const latest = {
  window: 'orders' as const,
  show: (call: Call, id: string) => showOrder(call, orderOf(call, id)),
}

export const orderEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v2/checkout/orders', repeat: latest, run: create },
  { method: 'GET', url: '/v2/checkout/orders/:id', run: (call) => showOrder(call, orderOf(call)) },
  { method: 'POST', url: '/v2/checkout/orders/:id/capture', repeat: latest, run: capture },
  { method: 'POST', url: '/v2/checkout/orders/:id/authorize', repeat: latest, run: authorize },
]

const hourMs = 3_600_000
const unapprovedLivesMs = 3 * hourMs
const authorizationLivesMs = 29 * 24 * hourMs

export function orderOf(call: Call, id = call.path.id ?? ''): Order {
  const order = call.records.orders.get(id)
  if (!order || call.records.lapsedOrders.has(id)) throw notFound()
  return order
}

type Wallet = {
  vault_id?: string
  experience_context?: { return_url?: string; cancel_url?: string; brand_name?: string }
  attributes?: { vault?: object; customer?: { id?: string; merchant_customer_id?: string } }
}

function create(call: Call): object {
  const { body } = call
  const wallet = (body.payment_source as { paypal?: Wallet } | undefined)?.paypal
  if (body.payment_source && !call.requestId)
    throw unprocessable('PAYPAL_REQUEST_ID_REQUIRED', 'A PayPal-Request-Id is required if you are trying to process payment for an Order.')
  if (body.payment_source && !wallet)
    throw malformed('MISSING_REQUIRED_PARAMETER', '/payment_source/paypal', 'A required field is missing.')
  const order = insertOrder(call, wallet)
  if (wallet?.vault_id) chargeSaved(call, order, wallet.vault_id)
  call.account.kit.timers.schedule('lapse_order', { order: order.id }, { delayMs: unapprovedLivesMs, key: order.id })
  return showOrder(call, orderOf(call, order.id))
} // prettier-ignore

function insertOrder(call: Call, wallet: Wallet | undefined): Order {
  const { intent, purchase_units: units } = call.body
  if (intent !== 'CAPTURE' && intent !== 'AUTHORIZE')
    throw malformed('INVALID_PARAMETER_VALUE', '/intent', 'The value of a field is invalid.')
  if (!Array.isArray(units) || units.length !== 1)
    throw malformed('INVALID_ARRAY_MIN_ITEMS', '/purchase_units', 'This stand-in takes exactly one unit.')
  const unit = units[0] as Record<string, unknown>
  const context = wallet?.experience_context
  const order: Order = {
    id: newId(),
    intent,
    status: wallet && !wallet.vault_id ? 'PAYER_ACTION_REQUIRED' : 'CREATED',
    unit: {
      reference_id: textOf(unit, 'reference_id', 256) ?? 'default',
      amount: checkedMoney(unit.amount, '/purchase_units/0/amount'),
      custom_id: textOf(unit, 'custom_id', 127),
      invoice_id: textOf(unit, 'invoice_id', 127),
      description: textOf(unit, 'description', 127),
      soft_descriptor: textOf(unit, 'soft_descriptor', 22),
    },
    hasSource: wallet !== undefined,
    returnUrl: context?.return_url ?? null,
    cancelUrl: context?.cancel_url ?? null,
    brandName: context?.brand_name ?? null,
    vault: readVault(wallet?.attributes),
    vaulted: null,
    approval: null,
    create_time: call.now,
    update_time: call.now,
  }
  return call.records.orders.insert(order.id, order)
}

function textOf(unit: Record<string, unknown>, field: string, charactersMax: number): string | undefined {
  const value = unit[field]
  if (value === undefined) return undefined
  if (typeof value === 'string' && value.length >= 1 && value.length <= charactersMax) return value
  throw malformed('INVALID_STRING_LENGTH', `/purchase_units/0/${field}`, 'The value of a field is too long.')
}

/** A merchant's charge of a kept account: made, or refused as a whole. */
function chargeSaved(call: Call, order: Order, vaultId: string): void {
  const token = call.records.paymentTokens.get(vaultId)
  if (!token)
    throw unprocessable('TOKEN_ID_NOT_FOUND', 'Specified token was not found. Verify the token and try again.')
  const later = payerNamed(token.payer)?.later
  const struck = call.account.kit.faults.strikes('decline_captures')
  // PayPal wants its payer: the order waits for them, and nothing is charged.
  if (later === 'PAYER_ACTION_REQUIRED')
    return void call.records.orders.put(order.id, { ...order, status: 'PAYER_ACTION_REQUIRED', update_time: call.now })
  if (later || struck)
    throw unprocessable(later ?? 'INSTRUMENT_DECLINED', 'The requested action could not be performed for this payer.')
  const approved: Order = { ...order, approval: { payer: token.payer, funding: 'balance' } }
  if (order.intent === 'CAPTURE') {
    checkInvoiceId(call, order.unit.invoice_id, order.id)
    take(call, { order: approved, amount: order.unit.amount, authorization: null, isFinal: true })
  } else hold(call, approved)
  call.records.orders.put(order.id, { ...approved, status: 'COMPLETED', update_time: call.now })
} // prettier-ignore

function approvedOrder(call: Call, intent: Order['intent']): Order {
  const order = orderOf(call)
  if (order.intent !== intent)
    throw unprocessable('ACTION_DOES_NOT_MATCH_INTENT', `Order was created with an intent to ${order.intent}.`)
  if (order.status === 'COMPLETED')
    throw intent === 'CAPTURE'
      ? unprocessable('ORDER_ALREADY_CAPTURED', "Order already captured. If 'intent=CAPTURE' only one capture per order is allowed.")
      : unprocessable('ORDER_ALREADY_AUTHORIZED', 'Order already authorized.')
  if (order.status !== 'APPROVED')
    throw unprocessable('ORDER_NOT_APPROVED', 'Payer has not yet approved the Order for payment.', {
      links: [{ href: approvalUrl(call, order), rel: 'approve', method: 'GET' }],
    })
  return order
} // prettier-ignore

function capture(call: Call): object {
  const order = approvedOrder(call, 'CAPTURE')
  checkInvoiceId(call, order.unit.invoice_id, order.id)
  checkFunding(call, order)
  take(call, { order, amount: order.unit.amount, authorization: null, isFinal: true })
  return complete(call, order)
}

function authorize(call: Call): object {
  const order = approvedOrder(call, 'AUTHORIZE')
  checkFunding(call, order)
  hold(call, order)
  return complete(call, order)
}

function complete(call: Call, order: Order): object {
  call.account.kit.timers.cancel('lapse_order', order.id)
  const done: Order = { ...order, status: 'COMPLETED', update_time: call.now }
  call.records.orders.put(order.id, done)
  return showOrder(call, keepAccount(call, done))
}

function hold(call: Call, order: Order): Authorization {
  const { custom_id, invoice_id, amount } = order.unit
  const nowMs = call.account.kit.nowMs()
  const item: Authorization = {
    id: newId(),
    order: order.id,
    status: 'CREATED',
    amount,
    ...(custom_id ? { custom_id } : {}),
    ...(invoice_id ? { invoice_id } : {}),
    payer: order.approval?.payer ?? '',
    expiration_time: timestamp(nowMs + authorizationLivesMs),
    create_time: call.now,
    update_time: call.now,
  }
  call.records.authorizations.insert(item.id, item)
  call.account.kit.timers.schedule(
    'expire_authorization',
    { authorization: item.id },
    { delayMs: authorizationLivesMs, key: item.id }
  )
  emit(call, {
    type: 'PAYMENT.AUTHORIZATION.CREATED',
    resourceType: 'authorization',
    resource: showAuthorization(call, item),
    summary: `A payment authorization is created for ${amount.currency_code} ${amount.value}`,
  })
  return item
}

/** Nobody approved or captured it in time: PayPal no longer knows it. */
export function lapseOrder(call: Call, id: string): boolean {
  const order = call.records.orders.get(id)
  if (!order || order.status === 'COMPLETED') return false
  call.records.lapsedOrders.put(id, { id })
  return true
}
