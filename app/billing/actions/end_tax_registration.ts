import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { endOn, type EndingError } from '#app/billing/domain/taxation/validity'
import { taxRegistrationEnded } from '#app/billing/tax_events'
import {
  deleteRegistration,
  endRegistration,
  listRegistrations,
  lockRegistrations,
  type StoredRegistration,
} from '#app/billing/records/tax_profiles'

export type EndTaxRegistrationError = { type: 'tax_registration_not_found' | EndingError }

/** Has the seller collect no tax somewhere from a day on; a registration that has not begun by then is taken back. */
@inject()
export class EndTaxRegistration {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns the registration as it is now; null when it was taken back */
  execute({
    id,
    on,
  }: {
    id: string
    on: CalendarDate
  }): Promise<Result<StoredRegistration | null, EndTaxRegistrationError>> {
    return inTransaction(async () => {
      lockRegistrations()
      const registration = (await listRegistrations()).find((candidate) => candidate.id === id)
      if (!registration) return err({ type: 'tax_registration_not_found' })
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const move = endOn(registration, { on, today })
      if (move !== 'end' && move !== 'take_back') return err({ type: move })
      if (move === 'take_back') await deleteRegistration(id)
      else await endRegistration(id, on)
      const { country, region } = registration
      const data = { registrationId: id, country, region, validUntil: on }
      await this.events.record([fact(taxRegistrationEnded, { kind: 'tax_registration', id }, { data })])
      return ok(move === 'take_back' ? null : { ...registration, validUntil: on })
    })
  }
}
