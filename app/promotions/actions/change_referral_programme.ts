import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { isPercentage } from '#app/promotions/domain/check_terms'
import type { ReferralProgramme } from '#app/promotions/domain/referral'
import { referralProgrammeChanged } from '#app/promotions/events'
import { findDiscountLimit } from '#app/promotions/queries/find_discount_limit'
import { saveReferralProgramme } from '#app/promotions/records/promotion_settings'

/** Changes what both sides get when a customer brings another. It holds for first invoices that are paid from now on. */
@inject()
export class ChangeReferralProgramme {
  constructor(private events: EventLog) {}

  execute(
    programme: ReferralProgramme
  ): Promise<Result<ReferralProgramme, { type: 'percent_out_of_range' | 'above_own_limit' }>> {
    return inTransaction(async () => {
      if (!isPercentage(programme.percent)) return err({ type: 'percent_out_of_range' })
      const limit = programme.isOn ? await findDiscountLimit() : null
      if (limit !== null && Number(programme.percent) > limit) return err({ type: 'above_own_limit' })
      await saveReferralProgramme(programme)
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(referralProgrammeChanged, subject, { data: { isOn: programme.isOn } })])
      return ok(programme)
    })
  }
}
