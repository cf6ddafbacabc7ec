import { createHash } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import type { ReferralProgramme } from '#app/promotions/domain/referral'
import { findReferralProgramme } from '#app/promotions/records/promotion_settings'
import { ensureReferralCode } from '#app/promotions/records/referrals'

export interface ReferralLink {
  code: string
  programme: ReferralProgramme
}

/** A customer's own link. Its code is made the first time and stays; it says nothing about the customer. */
@inject()
export class OpenReferralLink {
  constructor(private clock: Clock) {}

  execute({ customerId }: { customerId: string }): Promise<ReferralLink> {
    const code = createHash('sha256').update(`referral:${customerId}`).digest('hex').slice(0, 12)
    return inTransaction(async () => ({
      code: await ensureReferralCode(customerId, code, this.clock.now()),
      programme: await findReferralProgramme(),
    }))
  }
}
