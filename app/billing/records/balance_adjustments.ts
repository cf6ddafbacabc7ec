import { db } from '#app/shared/database/db'
import type { Money } from '#app/shared/money/money'

export interface BalanceAdjustment {
  id: string
  customerId: string
  /** Negative takes. */
  money: Money
  reason: string
  adjustedAt: Date
}

export async function findAdjustment(id: string): Promise<BalanceAdjustment | null> {
  const row = await db.selectFrom('balance_adjustments').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    customerId: row.customer_id,
    money: { amount: row.amount, currency: row.currency },
    reason: row.reason,
    adjustedAt: row.adjusted_at,
  }
}

/** @returns false when an adjustment with this id was made before */
export async function insertAdjustment(adjustment: BalanceAdjustment): Promise<boolean> {
  const row = await db
    .insertInto('balance_adjustments')
    .values({
      id: adjustment.id,
      customer_id: adjustment.customerId,
      amount: adjustment.money.amount,
      currency: adjustment.money.currency,
      reason: adjustment.reason,
      adjusted_at: adjustment.adjustedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
