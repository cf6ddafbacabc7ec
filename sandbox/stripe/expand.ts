import { invalidRequest } from './errors.ts'
import type { Records } from './records.ts'

const depthMax = 4

/** Which properties of which object can be asked for in full. */
const expandable: Record<string, string[]> = {
  customer: ['invoice_settings.default_payment_method', 'default_source', 'tax', 'sources', 'subscriptions'],
  payment_method: ['customer'],
  payment_intent: ['customer', 'payment_method', 'latest_charge', 'review', 'on_behalf_of', 'application'],
  setup_intent: [
    'customer',
    'payment_method',
    'latest_attempt',
    'mandate',
    'single_use_mandate',
    'on_behalf_of',
  ],
  setup_attempt: ['customer', 'payment_method', 'setup_intent'],
  charge: [
    'customer',
    'payment_intent',
    'balance_transaction',
    'failure_balance_transaction',
    'review',
    'payment_method_details.card.mandate',
    'refunds',
  ],
  refund: [
    'charge',
    'payment_intent',
    'payment_method',
    'customer',
    'balance_transaction',
    'failure_balance_transaction',
  ],
  balance_transaction: ['source'],
  dispute: ['charge', 'payment_intent'],
  'radar.early_fraud_warning': ['charge', 'payment_intent'],
  payout: ['balance_transaction', 'failure_balance_transaction', 'destination'],
  mandate: ['payment_method'],
  customer_session: ['customer'],
}

type Plain = Record<string, unknown>

/** Replaces ids by the objects they name, along each path asked for. */
export function expanded(records: Records, answer: object, paths: string[]): object {
  const copy = structuredClone(answer) as Plain
  for (const path of paths) {
    const steps = path.split('.')
    if (steps.length > depthMax) {
      throw invalidRequest(`You cannot expand more than ${depthMax} levels of a property (${path}).`, {
        param: 'expand',
      })
    }
    expandAt(records, copy, steps, path)
  }
  return copy
}

function expandAt(records: Records, object: Plain, steps: string[], path: string): void {
  if (steps.length === 0) return
  if (object.object === 'list') {
    if (steps[0] !== 'data') throw notExpandable(path)
    for (const item of object.data as Plain[]) expandAt(records, item, steps.slice(1), path)
    return
  }
  const property = propertyOf(object, steps)
  if (property === null) throw notExpandable(path)
  const names = property.split('.')
  const holder = names.slice(0, -1).reduce<Plain>((place, name) => place[name] as Plain, object)
  const name = names.at(-1) ?? ''
  const value = full(records, object, name, holder[name])
  holder[name] = value
  if (value !== null && typeof value === 'object') {
    expandAt(records, value as Plain, steps.slice(names.length), path)
  }
}

function propertyOf(object: Plain, steps: string[]): string | null {
  const asked = steps.join('.')
  const names = expandable[String(object.object)] ?? []
  return names.find((name) => asked === name || asked.startsWith(`${name}.`)) ?? null
}

function full(records: Records, owner: Plain, name: string, value: unknown): unknown {
  if (name === 'refunds') return refundsOf(records, String(owner.id))
  if (typeof value !== 'string') return value ?? null
  return structuredClone(byId(records, value)) ?? value
}

export function byId(records: Records, id: string): object | undefined {
  const [prefix] = id.split('_')
  switch (prefix) {
    case 'cus':
      return records.customers.get(id) ?? records.deletedCustomers.get(id)
    case 'pm':
      return records.paymentMethods.get(id)
    case 'pi':
      return records.paymentIntents.get(id)
    case 'seti':
      return records.setupIntents.get(id)
    case 'setatt':
      return records.setupAttempts.get(id)
    case 'mandate':
      return records.mandates.get(id)
    case 'ch':
      return records.charges.get(id)
    case 're':
      return records.refunds.get(id)
    case 'txn':
      return records.balanceTransactions.get(id)
    case 'dp':
      return records.disputes.get(id)
    case 'issfr':
      return records.earlyFraudWarnings.get(id)
    case 'prv':
      return records.reviews.get(id)
    case 'po':
      return records.payouts.get(id)
    default:
      return undefined
  }
}

function refundsOf(records: Records, charge: string): object {
  const data = records.refunds
    .view()
    .filter((refund) => refund.charge === charge)
    .toReversed()
  return { object: 'list', data, has_more: false, url: `/v1/charges/${charge}/refunds` }
}

function notExpandable(path: string): Error {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' })
}
