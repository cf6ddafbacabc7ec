import type Stripe from 'stripe'
import { ok } from '#app/shared/result'
import { readStripeBalance } from '#app/payments/drivers/stripe/account'
import { fromStripeAmount } from '#app/payments/drivers/stripe/amounts'
import { outcomeOf } from '#app/payments/drivers/stripe/failures'
import type { GatewayMovement, GatewayPayout, PayoutCalls } from '#app/payments/drivers/contract'

/** Payouts and balance transactions of an account. */
export function stripePayouts(stripe: Stripe): PayoutCalls {
  return {
    listPayouts: (since) => outcomeOf(() => payoutsSince(stripe, since), { isReading: true }),
    listMovements: async (since) => {
      const recent = await outcomeOf(() => movementsSince(stripe, since), { isReading: true })
      if (!recent.ok) return recent
      const paidOut = await outcomeOf(() => movementsPaidOut(stripe, since), { isReading: true })
      if (!paidOut.ok) return paidOut
      const byReference = new Map([...recent.value, ...paidOut.value].map((each) => [each.reference, each]))
      return ok([...byReference.values()])
    },
    readBalance: () => readStripeBalance(stripe),
  }
}

async function payoutsSince(stripe: Stripe, since: Date): Promise<GatewayPayout[]> {
  const list = stripe.payouts.list({ created: { gte: seconds(since) }, limit: 100 })
  return mapAll(list, toPayout)
}

async function movementsSince(stripe: Stripe, since: Date): Promise<GatewayMovement[]> {
  return listed(stripe, { created: { gte: seconds(since) } }, null)
}

/** A balance transaction does not name its payout; those of a payout are found by it. Only automatic payouts have any. */
async function movementsPaidOut(stripe: Stripe, since: Date): Promise<GatewayMovement[]> {
  const list = stripe.payouts.list({ created: { gte: seconds(since) }, limit: 100 })
  const movements: GatewayMovement[] = []
  for await (const payout of list) {
    if (payout.automatic) movements.push(...(await listed(stripe, { payout: payout.id }, payout.id)))
  }
  return movements
}

async function listed(
  stripe: Stripe,
  question: Stripe.BalanceTransactionListParams,
  payoutReference: string | null
): Promise<GatewayMovement[]> {
  const list = stripe.balanceTransactions.list({ ...question, limit: 100, expand: ['data.source'] })
  return mapAll(list, (transaction) => toMovement(transaction, payoutReference))
}

/** Every page to its end: a list that was cut off would look like money that never moved. */
async function mapAll<From, To>(list: AsyncIterable<From>, toOne: (one: From) => To): Promise<To[]> {
  const all: To[] = []
  for await (const one of list) all.push(toOne(one))
  return all
}

/** What each kind of balance transaction is to us. @see https://docs.stripe.com/reports/balance-transaction-types */
const kinds: Record<string, GatewayMovement['kind']> = {
  charge: 'payment',
  payment: 'payment',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_failed',
  payment_failure_refund: 'refund',
  stripe_fee: 'fee',
  stripe_fx_fee: 'fee',
  tax_fee: 'fee',
  payout: 'payout',
  payout_cancel: 'payout',
  payout_failure: 'payout',
}

export function toMovement(
  transaction: Stripe.BalanceTransaction,
  payoutReference: string | null
): GatewayMovement {
  const currency = transaction.currency.toUpperCase()
  const { source } = transaction
  const kind = kindOf(transaction)
  const objectReference = referenceOf(source)
  return {
    reference: transaction.id,
    kind,
    objectReference,
    gross: fromStripeAmount(transaction.amount, currency),
    fee: fromStripeAmount(transaction.fee, currency),
    net: fromStripeAmount(transaction.net, currency),
    currency,
    exchanged: exchangedOf(transaction),
    createdAt: new Date(transaction.created * 1000),
    availableAt: new Date(transaction.available_on * 1000),
    // A payout that came back goes out again with another one.
    payoutReference: transaction.type === 'payout' ? objectReference : payoutReference,
  }
}

/** Disputes are booked as adjustments whose source is the dispute; others have no source or another. */
function kindOf({ type, amount, source }: Stripe.BalanceTransaction): GatewayMovement['kind'] {
  const id = typeof source === 'string' ? source : (source?.id ?? '')
  if (type === 'adjustment' && /^(dp|du)_/.test(id)) return amount < 0 ? 'dispute' : 'dispute_reversed'
  return kinds[type] ?? 'adjustment'
}

/** We know a charge by the payment intent it belongs to, everything else by its own id. */
function referenceOf(source: Stripe.BalanceTransaction['source']): string | null {
  if (source === null || typeof source === 'string') return source
  if (source.object !== 'charge') return source.id
  const intent = (source as Stripe.Charge).payment_intent
  return typeof intent === 'string' ? intent : (intent?.id ?? source.id)
}

/** What was paid in another currency, when Stripe exchanged it: the source says in which, the transaction at which rate. */
function exchangedOf({
  source,
  amount: moved,
  exchange_rate: rate,
}: Stripe.BalanceTransaction): GatewayMovement['exchanged'] {
  if (rate === null || source === null || typeof source === 'string') return null
  const { amount, amount_captured: captured, currency } = source as unknown as Partial<Stripe.Charge>
  if (typeof currency !== 'string' || typeof amount !== 'number') return null
  const code = currency.toUpperCase()
  const paid = fromStripeAmount(captured ?? amount, code)
  return { money: { amount: moved < 0 ? -paid : paid, currency: code }, rate: String(rate) }
}

function toPayout(payout: Stripe.Payout): GatewayPayout {
  const currency = payout.currency.toUpperCase()
  return {
    reference: payout.id,
    state: stateOf(payout.status),
    money: { amount: fromStripeAmount(payout.amount, currency), currency },
    arrivesOn: new Date(payout.arrival_date * 1000).toISOString().slice(0, 10),
    createdAt: new Date(payout.created * 1000),
  }
}

function stateOf(status: string): GatewayPayout['state'] {
  switch (status) {
    case 'pending':
    case 'in_transit':
    case 'paid':
    case 'failed':
      return status
    case 'canceled':
      return 'cancelled'
    default:
      throw new Error(`Stripe knows a status of payouts that we do not: ${status}`)
  }
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}
