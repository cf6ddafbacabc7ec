import { db } from '#app/shared/database/db'
import { defaultRefundLimit, type LimitKind, type RefundLimit } from '#app/payments/domain/refund_limits'

const tables = { refund: 'refund_limits', gift: 'gift_limits' } as const

/** The limits of roles in several currencies; the defaults until somebody set some. */
export async function readLimits(
  kind: LimitKind,
  { roles, currencies }: { roles: readonly string[]; currencies: readonly string[] }
): Promise<RefundLimit[]> {
  const rows = await db.selectFrom(tables[kind]).selectAll().where('currency', 'in', currencies).execute()
  return currencies.flatMap((currency) =>
    roles.map((role) => {
      const set = rows.find((row) => row.role === role && row.currency === currency)
      return { role, currency, amount: set ? set.amount : defaultRefundLimit(role, currency) }
    })
  )
}

export async function saveLimit(
  kind: LimitKind,
  { role, currency, amount }: RefundLimit,
  at: Date
): Promise<void> {
  await db
    .insertInto(tables[kind])
    .values({ role, currency, amount, updated_at: at })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'role', 'currency']).doUpdateSet({ amount, updated_at: at })
    )
    .execute()
}
