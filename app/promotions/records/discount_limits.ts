import { db } from '#app/shared/database/db'
import type { DiscountLimit } from '#app/promotions/domain/discount_limit'

/** The limits of roles; none until somebody sets one. */
export async function readDiscountLimits(roles: readonly string[]): Promise<DiscountLimit[]> {
  const rows = await db.selectFrom('discount_limits').select(['role', 'percent']).execute()
  return roles.map((role) => ({ role, percent: rows.find((row) => row.role === role)?.percent ?? null }))
}

export async function saveDiscountLimit({ role, percent }: DiscountLimit, at: Date): Promise<void> {
  await db
    .insertInto('discount_limits')
    .values({ role, percent, updated_at: at })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'role']).doUpdateSet({ percent, updated_at: at })
    )
    .execute()
}
