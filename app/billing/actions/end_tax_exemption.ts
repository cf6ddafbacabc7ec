import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { endOn, type EndingError } from '#app/billing/domain/taxation/validity'
import { taxExemptionEnded } from '#app/billing/tax_events'
import {
  deleteExemption,
  endExemption,
  findExemption,
  lockExemptions,
  type StoredExemption,
} from '#app/billing/records/tax_exemptions'

export type EndTaxExemptionError = { type: 'tax_exemption_not_found' | EndingError }

/** Has a customer pay a tax again from a day on; a certificate that has not begun by then is taken back. */
@inject()
export class EndTaxExemption {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns the certificate as it is now; null when it was taken back */
  execute({
    id,
    on,
  }: {
    id: string
    on: CalendarDate
  }): Promise<Result<StoredExemption | null, EndTaxExemptionError>> {
    return inTransaction(async () => {
      const exemption = await findExemption(id)
      if (!exemption) return err({ type: 'tax_exemption_not_found' })
      const { customerId } = exemption
      await lockExemptions(customerId)
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const move = endOn(exemption, { on, today })
      if (move !== 'end' && move !== 'take_back') return err({ type: move })
      if (move === 'take_back') await deleteExemption(id)
      else await endExemption(id, on)
      const data = { customerId, exemptionId: id, validUntil: on }
      await this.events.record([
        fact(taxExemptionEnded, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok(move === 'take_back' ? null : { ...exemption, validUntil: on })
    })
  }
}
