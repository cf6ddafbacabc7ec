import { db } from '#app/shared/database/db'
import { defaultLoyalty, type LoyaltyProgramme } from '#app/promotions/domain/loyalty'

/** The tenant's loyalty programme; the default where nobody decided otherwise. */
export async function findLoyalty(): Promise<LoyaltyProgramme> {
  const row = await db.selectFrom('promotion_settings').select('loyalty').executeTakeFirst()
  return (row?.loyalty as unknown as LoyaltyProgramme | null) ?? defaultLoyalty
}

export async function saveLoyalty(programme: LoyaltyProgramme): Promise<void> {
  const loyalty = JSON.stringify(programme)
  await db
    .insertInto('promotion_settings')
    .values({ loyalty })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ loyalty }))
    .execute()
}
