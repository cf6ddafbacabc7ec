import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { ReferralProgramme } from '#app/promotions/domain/referral'
import { findReferralProgramme } from '#app/promotions/records/promotion_settings'
import { listReferralRows, type NamedReferral, type ReferralFilter } from '#app/promotions/records/referrals'

/** Who brought whom, newest first, and what came of it? */
export function listReferrals(filter: ReferralFilter): Promise<Page<NamedReferral>> {
  return inReadTransaction(async () => toPage(await listReferralRows(filter), filter.size))
}

/** What do customers get for bringing others? */
export function readReferralProgramme(): Promise<ReferralProgramme> {
  return inReadTransaction(findReferralProgramme)
}
