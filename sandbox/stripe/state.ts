import type { Account } from './account.ts'

/**
 * Everything a test compares with the platform's books. Card numbers and secrets of endpoints stay in the vault; what opens a payment in a
 * browser is cut out of the objects that hold it.
 */
export function stateOf(account: Account): Record<string, unknown> {
  const hidden = (name: string, value: unknown) => (name === 'client_secret' ? undefined : value)
  return JSON.parse(JSON.stringify(wholeStateOf(account), hidden)) as Record<string, unknown>
}

function wholeStateOf(account: Account): Record<string, unknown> {
  const { records } = account
  return {
    customers: records.customers.list(),
    payment_methods: records.paymentMethods.list(),
    setup_intents: records.setupIntents.list(),
    payment_intents: records.paymentIntents.list(),
    charges: records.charges.list(),
    refunds: records.refunds.list(),
    balance_transactions: records.balanceTransactions.list(),
    disputes: records.disputes.list(),
    early_fraud_warnings: records.earlyFraudWarnings.list(),
    payouts: records.payouts.list(),
    events: records.events.list(),
    webhook_endpoints: records.webhookEndpoints.list(),
    deliveries: records.deliveries.list(),
    authentications: records.authentications.list(),
    totals: totals(account),
  }
}

type Totals = { charged: number; refunded: number; held: number; disputed: number }

/** By currency: money taken, given back, held and withdrawn, in minor units. */
function totals(account: Account): Record<string, Totals> {
  const { records } = account
  const byCurrency: Record<string, Totals> = {}
  const of = (currency: string): Totals =>
    (byCurrency[currency] ??= { charged: 0, refunded: 0, held: 0, disputed: 0 })
  for (const charge of records.charges.list()) of(charge.currency).charged += charge.amount_captured
  for (const refund of records.refunds.list()) {
    if (refund.status === 'succeeded' || refund.status === 'pending')
      of(refund.currency).refunded += refund.amount
  }
  for (const intent of records.paymentIntents.list()) of(intent.currency).held += intent.amount_capturable
  for (const dispute of records.disputes.list()) {
    if (!dispute.status.startsWith('warning') && dispute.status !== 'won') {
      of(dispute.currency).disputed += dispute.amount
    }
  }
  return byCurrency
}
