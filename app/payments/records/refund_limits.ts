import { db } from '#app/shared/database/db'
import { defaultRefundLimit, type RefundLimit, refundRoles } from '#app/payments/domain/refund_limits'

/** The limits of every role that may give money back, in one currency; the defaults until somebody set some. */
export function readRefundLimits(currency: string): Promise<RefundLimit[]> {
  return readLimitsOf([currency])
}

/** The same in several currencies. */
export async function readLimitsOf(currencies: readonly string[]): Promise<RefundLimit[]> {
  const rows = await db.selectFrom('refund_limits').selectAll().where('currency', 'in', currencies).execute()
  return currencies.flatMap((currency) =>
    refundRoles.map((role) => {
      const set = rows.find((row) => row.role === role && row.currency === currency)
      return { role, currency, amount: set ? set.amount : defaultRefundLimit(role, currency) }
    })
  )
}

export async function saveRefundLimit({ role, currency, amount }: RefundLimit, at: Date): Promise<void> {
  await db
    .insertInto('refund_limits')
    .values({ role, currency, amount, updated_at: at })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'role', 'currency']).doUpdateSet({ amount, updated_at: at })
    )
    .execute()
}
