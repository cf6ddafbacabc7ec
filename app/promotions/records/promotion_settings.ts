import { db } from '#app/shared/database/db'
import { defaultReferral, type ReferralProgramme } from '#app/promotions/domain/referral'
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

export async function findReferralProgramme(): Promise<ReferralProgramme> {
  const row = await db.selectFrom('promotion_settings').select('referral').executeTakeFirst()
  return (row?.referral as unknown as ReferralProgramme | null) ?? defaultReferral
}

export async function saveReferralProgramme(programme: ReferralProgramme): Promise<void> {
  const referral = JSON.stringify(programme)
  await db
    .insertInto('promotion_settings')
    .values({ referral })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ referral }))
    .execute()
}
