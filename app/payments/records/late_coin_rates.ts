import { db } from '#app/shared/database/db'
import type { LateRate } from '#app/payments/domain/gateway_values'

/** At which rate each late transfer to a payment was first seen, by its reference; plain decimals. */
export async function listLateRates(paymentId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('late_coin_rates')
    .select(['reference', 'rate'])
    .where('payment_id', '=', paymentId)
    .execute()
  return new Map(rows.map(({ reference, rate }) => [reference, String(rate)]))
}

/** The first rate of a transfer stays. */
export async function keepLateRates(
  paymentId: string,
  rates: readonly LateRate[],
  seenAt: Date
): Promise<void> {
  if (rates.length === 0) return
  const rows = rates.map(({ reference, rate }) => ({
    payment_id: paymentId,
    reference,
    rate,
    seen_at: seenAt,
  }))
  await db
    .insertInto('late_coin_rates')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
