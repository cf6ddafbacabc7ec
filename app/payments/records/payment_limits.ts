import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { PaymentLimits as Row } from '#app/shared/database/schema'
import { defaultLimits, type PaymentLimits } from '#app/payments/domain/payment_limits'

/** The limits of a currency; the defaults until staff has set some. */
export async function readLimits(currency: string): Promise<PaymentLimits> {
  const row = await db
    .selectFrom('payment_limits')
    .selectAll()
    .where('currency', '=', currency)
    .executeTakeFirst()
  return row ? toLimits(row) : defaultLimits(currency)
}

/** The limits that staff has set, by currency. */
export async function listSetLimits(): Promise<PaymentLimits[]> {
  const rows = await db.selectFrom('payment_limits').selectAll().orderBy('currency').execute()
  return rows.map(toLimits)
}

export async function saveLimits(limits: PaymentLimits, updatedAt: Date): Promise<void> {
  const values = {
    allows_top_ups: limits.allowsTopUps,
    top_up_min: limits.topUpMin,
    top_up_max: limits.topUpMax,
    top_up_day_max: limits.topUpDayMax,
    balance_max: limits.balanceMax,
    allows_part_payments: limits.allowsPartPayments,
    part_payment_min: limits.partPaymentMin,
    updated_at: updatedAt,
  }
  await db
    .insertInto('payment_limits')
    .values({ currency: limits.currency, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'currency']).doUpdateSet(values))
    .execute()
}

function toLimits(row: Selectable<Row>): PaymentLimits {
  return {
    currency: row.currency,
    allowsTopUps: row.allows_top_ups,
    topUpMin: row.top_up_min,
    topUpMax: row.top_up_max,
    topUpDayMax: row.top_up_day_max,
    balanceMax: row.balance_max,
    allowsPartPayments: row.allows_part_payments,
    partPaymentMin: row.part_payment_min,
  }
}
