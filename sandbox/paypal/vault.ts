import { randomUUID } from 'node:crypto'
import { link, newId, type Call } from './account.ts'
import type { Endpoint } from './endpoint.ts'
import { malformed, notFound, unprocessable } from './errors.ts'
import { emit } from './events.ts'
import { payerNamed } from './payers.ts'
import type { Order, PaymentToken, SetupToken } from './records.ts'

export const vaultEndpoints: Endpoint[] = [
  {
    method: 'POST',
    url: '/v3/vault/setup-tokens',
    repeat: { window: 'vault', show: (call, id) => showSetup(call, setupOf(call, id)) },
    run: createSetup,
  },
  { method: 'GET', url: '/v3/vault/setup-tokens/:id', run: (call) => showSetup(call, setupOf(call)) },
  {
    method: 'POST',
    url: '/v3/vault/payment-tokens',
    repeat: { window: 'vault', show: (call, id) => showToken(call, tokenOf(call, id)) },
    run: createToken,
  },
  { method: 'GET', url: '/v3/vault/payment-tokens', run: list },
  { method: 'GET', url: '/v3/vault/payment-tokens/:id', run: (call) => showToken(call, tokenOf(call)) },
  { method: 'DELETE', url: '/v3/vault/payment-tokens/:id', status: 204, run: remove },
]

const keptSoonMs = 1500

type Customer = { id?: string; merchant_customer_id?: string }
type Attributes = { vault?: object; customer?: Customer } | undefined

export function readVault(attributes: Attributes): Order['vault'] {
  if (!attributes?.vault) return null
  const { usage_type: usage } = attributes.vault as { usage_type?: string }
  if (usage !== 'MERCHANT' && usage !== 'PLATFORM')
    throw malformed('MISSING_REQUIRED_PARAMETER', '/payment_source/paypal/attributes/vault/usage_type', 'A required field is missing.') // prettier-ignore
  const { id, merchant_customer_id: own } = attributes.customer ?? {}
  return { customerId: id ?? null, merchantCustomerId: own ?? null }
}

/** The payer agreed with the payment: the account is kept now, or a moment later when the fault says so. */
export function keepAccount(call: Call, order: Order): Order {
  if (!order.vault || !order.approval) return order
  const customer = customerFor(call, order.vault)
  const isLater = call.account.kit.faults.strikes('vault_later')
  const kept: Order = {
    ...order,
    vaulted: isLater
      ? { id: null, status: 'APPROVED', customer }
      : { id: newToken(call, { ...order, customer }).id, status: 'VAULTED', customer },
  }
  if (isLater)
    call.account.kit.timers.schedule('vault_order', { order: order.id }, { delayMs: keptSoonMs, key: order.id })
  return call.records.orders.put(order.id, kept)
} // prettier-ignore

export function vaultLate(call: Call, orderId: string): void {
  const order = call.records.orders.get(orderId)
  if (!order?.vaulted || order.vaulted.id) return
  const { customer } = order.vaulted
  const token = newToken(call, { ...order, customer })
  call.records.orders.put(order.id, { ...order, vaulted: { id: token.id, status: 'VAULTED', customer } })
}

function newToken(call: Call, order: Order & { customer: string }): PaymentToken {
  return insertToken(call, {
    id: newId(8).toLowerCase(),
    customer: order.customer,
    payer: order.approval?.payer ?? '',
    merchantCustomerId: order.vault?.merchantCustomerId ?? null,
    order: order.id,
  })
}

/** An account that is kept for this customer already stays the token that it was: a second one is not made. */
function insertToken(call: Call, token: PaymentToken): PaymentToken {
  const { customer, payer } = token
  const [known] = call.records.paymentTokens.find(
    (item) => item.customer === customer && item.payer === payer
  )
  if (known) return known
  call.records.paymentTokens.insert(token.id, token)
  tell(call, token, 'CREATED')
  return token
}

/** PayPal's id for a customer: the one given, the one known for the merchant's own, or a new one. */
function customerFor(
  call: Call,
  { customerId, merchantCustomerId }: { customerId: string | null; merchantCustomerId: string | null }
): string {
  const known = merchantCustomerId
    ? call.records.paymentTokens.find((item) => item.merchantCustomerId === merchantCustomerId)[0]
    : undefined
  return customerId ?? known?.customer ?? newId(10)
}

function createSetup(call: Call): object {
  const source = call.body.payment_source as { paypal?: Record<string, unknown> } | undefined
  const wallet = source?.paypal
  if (!wallet)
    throw malformed('MISSING_REQUIRED_PARAMETER', '/payment_source/paypal', 'A required field is missing.')
  if (!call.requestId) throw malformed('MISSING_REQUIRED_PARAMETER', 'PayPal-Request-Id', 'A required field is missing.') // prettier-ignore
  if (wallet.usage_type !== 'MERCHANT' && wallet.usage_type !== 'PLATFORM')
    throw malformed(
      'MISSING_REQUIRED_PARAMETER',
      '/payment_source/paypal/usage_type',
      'A required field is missing.'
    )
  const context = (wallet.experience_context ?? {}) as { return_url?: string; cancel_url?: string }
  if (!context.return_url || !context.cancel_url)
    throw malformed('MISSING_REQUIRED_PARAMETER', '/payment_source/paypal/experience_context/return_url', 'A required field is missing.') // prettier-ignore
  const { id, merchant_customer_id: own } = (call.body.customer ?? {}) as Customer
  const setup: SetupToken = {
    id: newId(),
    status: 'PAYER_ACTION_REQUIRED',
    customer: customerFor(call, { customerId: id ?? null, merchantCustomerId: own ?? null }),
    merchantCustomerId: own ?? null,
    returnUrl: context.return_url,
    cancelUrl: context.cancel_url,
    description: typeof wallet.description === 'string' ? wallet.description : null,
    payer: null,
  }
  call.records.setupTokens.insert(setup.id, setup)
  return showSetup(call, setup)
}

export function setupOf(call: Call, id = call.path.id ?? ''): SetupToken {
  const setup = call.records.setupTokens.get(id)
  if (!setup) throw notFound()
  return setup
}

export function showSetup(call: Call, { id, status, customer, payer }: SetupToken): object {
  const own = link(call.baseUrl, `/v3/vault/setup-tokens/${id}`, 'self')
  return {
    id,
    status,
    customer: { id: customer },
    payment_source: { paypal: payer ? walletOf(payer) : {} },
    links: [
      own,
      ...(status === 'PAYER_ACTION_REQUIRED'
        ? [
            {
              href: `${call.baseUrl}/agreements/approve?approval_session_id=${id}`,
              rel: 'approve',
              method: 'GET',
            },
          ]
        : []),
    ],
  }
}

function createToken(call: Call): object {
  if (!call.requestId) throw malformed('MISSING_REQUIRED_PARAMETER', 'PayPal-Request-Id', 'A required field is missing.') // prettier-ignore
  const source = call.body.payment_source as { token?: { id?: string; type?: string } } | undefined
  const { id, type } = source?.token ?? {}
  if (type !== 'SETUP_TOKEN' || !id)
    throw malformed('INVALID_PARAMETER_VALUE', '/payment_source/token', 'The value of a field is invalid.')
  const setup = call.records.setupTokens.get(id)
  if (!setup) throw unprocessable('TOKEN_ID_NOT_FOUND', 'Specified token was not found.')
  if (setup.status === 'VAULTED')
    throw unprocessable('TOKEN_ALREADY_VAULTED', 'The setup token was used before.')
  if (setup.status !== 'APPROVED' || !setup.payer)
    throw unprocessable('PAYER_ACTION_REQUIRED', 'The payer has not approved the setup token yet.')
  call.records.setupTokens.put(id, { ...setup, status: 'VAULTED' })
  const token = insertToken(call, {
    id: newId(8).toLowerCase(),
    customer: setup.customer,
    payer: setup.payer,
    merchantCustomerId: setup.merchantCustomerId,
    order: null,
  })
  return showToken(call, token)
}

function tokenOf(call: Call, id = call.path.id ?? ''): PaymentToken {
  const token = call.records.paymentTokens.get(id)
  if (!token) throw notFound()
  return token
}

export function showToken(call: Call, { id, customer, payer, merchantCustomerId }: PaymentToken): object {
  const path = `/v3/vault/payment-tokens/${id}`
  return {
    id,
    customer: { id: customer, ...(merchantCustomerId ? { merchant_customer_id: merchantCustomerId } : {}) },
    payment_source: { paypal: walletOf(payer) },
    links: [link(call.baseUrl, path, 'self'), link(call.baseUrl, path, 'delete', 'DELETE')],
  }
}

function walletOf(email: string): object {
  const payer = payerNamed(email)
  return {
    usage_type: 'MERCHANT',
    customer_type: 'CONSUMER',
    email_address: email,
    payer_id: payer?.accountId,
    account_id: payer?.accountId,
    name: { given_name: payer?.given, surname: payer?.surname },
    address: { country_code: payer?.country ?? 'DE' },
  }
}

function list(call: Call): object {
  const customer = call.query.get('customer_id')
  if (!customer) throw malformed('MISSING_REQUIRED_PARAMETER', 'customer_id', 'A required field is missing.')
  const tokens = call.records.paymentTokens.list({ filter: (item) => item.customer === customer })
  return {
    customer: { id: customer },
    payment_tokens: tokens.map((token) => showToken(call, token)),
    links: [link(call.baseUrl, `/v3/vault/payment-tokens?customer_id=${customer}`, 'self')],
  }
}

function remove(call: Call): null {
  revoke(call, tokenOf(call))
  return null
}

/** By the merchant, or by the payer in the wallet. */
export function revoke(call: Call, token: PaymentToken): void {
  call.records.paymentTokens.remove(token.id)
  tell(call, token, 'DELETED')
}

function tell(call: Call, token: PaymentToken, word: 'CREATED' | 'DELETED'): void {
  emit(call, {
    type: `VAULT.PAYMENT-TOKEN.${word}`,
    resourceType: 'payment_token',
    resource: {
      ...showToken(call, token),
      ...(token.order ? { metadata: { order_id: token.order } } : {}),
      time_created: call.now,
      request: randomUUID(),
    },
    summary: `A payment token has been ${word.toLowerCase()}.`,
  })
}
