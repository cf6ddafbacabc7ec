import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { expiryNoticeDays, expiryNoticeDue, lateDaysMax } from '#app/billing/domain/taxation/exemption_end'
import { taxExemptionExpiring } from '#app/billing/tax_events'
import { insertExemptionNotices, listEndingExemptions } from '#app/billing/records/tax_exemption_notices'

/** Announces that certificates end, each notice once, however often this runs. From its end on tax is charged again by itself. */
@inject()
export class AnnounceEndingExemptions {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many notices were new */
  execute(): Promise<number> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const today = dateIn(currentTenant().timeZone, now)
      const window = { daysAhead: expiryNoticeDays[0], daysBack: lateDaysMax }
      const ending = await listEndingExemptions(today, window)
      const due = ending.flatMap((exemption) => {
        const daysBefore = expiryNoticeDue({ validUntil: exemption.validUntil, today }, exemption.given)
        return daysBefore === null ? [] : [{ ...exemption, exemptionId: exemption.id, daysBefore }]
      })
      const fresh = await insertExemptionNotices(due, now)
      await this.events.record(
        due
          .filter(({ exemptionId }) => fresh.has(exemptionId))
          .map(({ exemptionId, customerId, certificate, country, region, validUntil, daysBefore }) =>
            fact(
              taxExemptionExpiring,
              { kind: 'customer', id: customerId },
              {
                customerId,
                data: { customerId, exemptionId, certificate, country, region, validUntil, daysBefore },
              }
            )
          )
      )
      return fresh.size
    })
  }
}
