import type { Call } from './account.ts'
import { changedFields, findCustomer } from './customers.ts'
import type { Endpoint } from './endpoint.ts'
import { resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { randomText } from './ids.ts'
import { page } from './lists.ts'
import type { Charge } from './money_objects.ts'
import type { StripeEvent } from './objects.ts'
import { mergedMetadata } from './params.ts'

/** Objects that are mostly read: charges, balance, events, mandates; and the session that lists saved cards. */
export const readingEndpoints: Endpoint[] = [
  { method: 'GET', url: '/v1/charges', run: listCharges },
  { method: 'GET', url: '/v1/charges/:id', run: findCharge },
  { method: 'POST', url: '/v1/charges/:id', run: updateCharge },
  { method: 'GET', url: '/v1/balance_transactions', run: listBalanceTransactions },
  { method: 'GET', url: '/v1/balance_transactions/:id', run: findBalanceTransaction },
  { method: 'GET', url: '/v1/balance', run: readBalance },
  { method: 'GET', url: '/v1/account', run: readAccount },
  { method: 'GET', url: '/v1/events', run: listEvents },
  { method: 'GET', url: '/v1/events/:id', run: findEvent },
  { method: 'GET', url: '/v1/mandates/:id', run: findMandate },
  { method: 'POST', url: '/v1/customer_sessions', run: createCustomerSession },
]

function findCharge(call: Call): Charge {
  const charge = call.records.charges.get(call.path.id ?? '')
  if (!charge) throw resourceMissing('charge', call.path.id ?? '')
  return charge
}

function listCharges(call: Call): object {
  const customer = call.params.text('customer')
  const intent = call.params.text('payment_intent')
  return page(call, call.records.charges, {
    url: '/v1/charges',
    filter: (charge) =>
      (customer === undefined || charge.customer === customer) &&
      (intent === undefined || charge.payment_intent === intent),
  })
}

function updateCharge(call: Call): object {
  const { params } = call
  const old = findCharge(call)
  const charge: Charge = {
    ...old,
    description: params.has('description') ? params.textOrNull('description') : old.description,
    metadata: mergedMetadata(old.metadata, params),
    receipt_email: params.has('receipt_email') ? params.textOrNull('receipt_email') : old.receipt_email,
  }
  call.records.charges.put(charge.id, charge)
  emit(call, 'charge.updated', charge, changedFields(old, charge))
  return charge
}

function findBalanceTransaction(call: Call): object {
  const transaction = call.records.balanceTransactions.get(call.path.id ?? '')
  if (!transaction) throw resourceMissing('balance transaction', call.path.id ?? '')
  return transaction
}

function listBalanceTransactions(call: Call): object {
  const { params } = call
  const type = params.text('type')
  const source = params.text('source')
  const currency = params.text('currency')
  const payout = params.text('payout')
  return page(call, call.records.balanceTransactions, {
    url: '/v1/balance_transactions',
    filter: (transaction) =>
      (type === undefined || transaction.type === type) &&
      (source === undefined || transaction.source === source) &&
      (payout === undefined || call.records.paidOut.get(transaction.id)?.payout === payout) &&
      (currency === undefined || transaction.currency === currency),
  })
}

function readBalance(call: Call): object {
  const sums = { available: new Map<string, number>(), pending: new Map<string, number>() }
  for (const transaction of call.records.balanceTransactions.list()) {
    const sum =
      transaction.available_on <= call.now || call.records.paidOut.get(transaction.id)
        ? sums.available
        : sums.pending
    sum.set(transaction.currency, (sum.get(transaction.currency) ?? 0) + transaction.net)
  }
  const rows = (sum: Map<string, number>) =>
    [...sum].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }))
  return { object: 'balance', available: rows(sums.available), livemode: false, pending: rows(sums.pending) }
}

/** Whose keys these are. */
function readAccount(): object {
  return {
    id: 'acct_sandbox',
    object: 'account',
    business_profile: { name: 'Sandbox account' },
    business_type: 'company',
    charges_enabled: true,
    country: 'DE',
    created: 1_700_000_000,
    default_currency: 'eur',
    details_submitted: true,
    email: 'sandbox@example.test',
    payouts_enabled: true,
    settings: { dashboard: { display_name: 'Sandbox account', timezone: 'Etc/UTC' } },
    type: 'standard',
  }
}

function findEvent(call: Call): StripeEvent {
  const event = call.records.events.get(call.path.id ?? '')
  if (!event) throw resourceMissing('event', call.path.id ?? '')
  return event
}

function listEvents(call: Call): object {
  const { params, records } = call
  const type = params.text('type')
  const types = params.texts('types')
  const delivered = params.flag('delivery_success')
  return page(call, records.events, {
    url: '/v1/events',
    filter: (event) =>
      (type === undefined || matches(type, event.type)) &&
      (types === undefined || types.some((one) => matches(one, event.type))) &&
      (delivered === undefined || (event.pending_webhooks === 0) === delivered),
  })
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}

function findMandate(call: Call): object {
  const mandate = call.records.mandates.get(call.path.id ?? '')
  if (!mandate) throw resourceMissing('mandate', call.path.id ?? '')
  return mandate
}

const sessionSeconds = 1800

function createCustomerSession(call: Call): object {
  const customer = findCustomer(call, call.params.text('customer') ?? '', 'customer')
  const element = call.params.group('components')?.group('payment_element')
  const off = { enabled: false, features: null }
  return {
    object: 'customer_session',
    client_secret: `cuss_secret_${randomText(32)}`,
    components: {
      active_entitlements: { enabled: false },
      buy_button: { enabled: false },
      customer_portal: { enabled: false },
      customer_sheet: off,
      mobile_payment_element: off,
      payment_element: {
        enabled: element?.flag('enabled') ?? false,
        features: element?.group('features')?.values ?? null,
      },
      pricing_table: { enabled: false },
    },
    created: call.now,
    customer: customer.id,
    customer_account: null,
    expires_at: call.now + sessionSeconds,
    livemode: false,
  }
}
