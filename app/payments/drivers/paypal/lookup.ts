import { timeOfId } from '#app/shared/ids'
import { err, ok } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { Outcome } from '#app/payments/drivers/contract'
import { outcomeOf } from '#app/payments/drivers/paypal/failures'
import { orderBehind } from '#app/payments/drivers/paypal/refunds'
import { readTransactions } from '#app/payments/drivers/paypal/reports'
import type { PayPalClient } from '#app/payments/drivers/paypal/transport'

const hourMs = 3_600_000
/** How long the same key makes an order only once; a payment may have been asked for until then. */
export const orderKeysKeptHours = 6
/** Clocks differ, and a transaction is dated when it was begun. */
const marginMs = hourMs
const searchedForMs = 30 * 24 * hourMs

const clock = new Clock()

/**
 * The order of one of our payments whose answer was lost. There is no list of orders: only money that moved, or was held, is found, in
 * the account's report by `custom_id`. That there is nothing is certain only when the report is complete until after the last moment
 * at which the payment can have been made; an order that nobody approved takes nothing and does not count.
 */
export async function findCharge(client: PayPalClient, paymentId: string): Outcome<string | null> {
  const madeAtMs = timeOfId(paymentId)
  const nowMs = clock.wall().getTime()
  const to = new Date(Math.min(nowMs, madeAtMs + searchedForMs))
  const read = await outcomeOf(
    () => readTransactions(client, { from: new Date(madeAtMs - marginMs), to, onlyBalance: false }),
    { isReading: true }
  )
  if (!read.ok) {
    // An app that may not read reports leaves it open; that is no reason to say the payment is not there.
    const { error } = read
    return err(error.type === 'misconfigured' ? { type: 'unknown', reason: error.reason } : error)
  }
  const { transactions, completeUntil } = read.value
  const own = transactions.find(({ transaction_info: info }) => info.custom_field === paymentId)
  if (own) {
    const { paypal_reference_id: reference, paypal_reference_id_type: type } = own.transaction_info
    if (reference && type === 'ODR') return ok(reference)
    return outcomeOf(() => orderBehind(client, own.transaction_info.transaction_id), { isReading: true })
  }
  const lastMomentMs = madeAtMs + orderKeysKeptHours * hourMs + marginMs
  if (completeUntil.getTime() >= lastMomentMs) return ok(null)
  const reason = `PayPal's report is complete until ${completeUntil.toISOString()}, which does not tell yet`
  return err({ type: 'unknown', reason })
}
