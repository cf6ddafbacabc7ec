import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { isPercentage } from '#app/promotions/domain/check_terms'
import type { LoyaltyProgramme } from '#app/promotions/domain/loyalty'
import { loyaltyChanged } from '#app/promotions/events'
import { findDiscountLimit } from '#app/promotions/queries/find_discount_limit'
import { saveLoyalty } from '#app/promotions/records/promotion_settings'

export type ChangeLoyaltyError =
  | { type: 'percent_out_of_range' | 'above_own_limit'; tier: number }
  | { type: 'months_not_distinct' }
  | { type: 'no_tiers' }

/** Changes what customers get for their tenure. It holds for renewals that are invoiced from now on. */
@inject()
export class ChangeLoyalty {
  constructor(private events: EventLog) {}

  execute(programme: LoyaltyProgramme): Promise<Result<LoyaltyProgramme, ChangeLoyaltyError>> {
    return inTransaction(async () => {
      const { tiers } = programme
      const wrong = tiers.findIndex(({ percent }) => !isPercentage(percent))
      if (wrong >= 0) return err({ type: 'percent_out_of_range', tier: wrong })
      // Off everybody's prices no more than off one: what is off is nothing that was promised.
      const limit = programme.isOn ? await findDiscountLimit() : null
      const above = tiers.findIndex(({ percent }) => limit !== null && Number(percent) > limit)
      if (above >= 0) return err({ type: 'above_own_limit', tier: above })
      if (new Set(tiers.map(({ afterMonths }) => afterMonths)).size !== tiers.length) return err({ type: 'months_not_distinct' }) // prettier-ignore
      if (programme.isOn && tiers.length === 0) return err({ type: 'no_tiers' })
      const saved = { ...programme, tiers: tiers.toSorted((a, b) => a.afterMonths - b.afterMonths) }
      await saveLoyalty(saved)
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(loyaltyChanged, subject, { data: { isOn: saved.isOn } })])
      return ok(saved)
    })
  }
}
