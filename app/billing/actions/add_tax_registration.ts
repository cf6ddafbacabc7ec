import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type { TaxRegistration } from '#app/billing/domain/taxation/seller_tax'
import { refuseRegistration, type RegistrationError } from '#app/billing/domain/taxation/registration_rules'
import { taxRegistrationAdded } from '#app/billing/tax_events'
import {
  insertRegistration,
  listRegistrations,
  lockRegistrations,
  type StoredRegistration,
} from '#app/billing/records/tax_profiles'

export type AddTaxRegistrationError = { type: RegistrationError }

/** Has the seller collect tax in a country, a state, or by OSS for the consumers of the European Union, from a day on. */
@inject()
export class AddTaxRegistration {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: TaxRegistration): Promise<Result<StoredRegistration, AddTaxRegistrationError>> {
    return inTransaction(async () => {
      lockRegistrations()
      const refusal = refuseRegistration(input, {
        existing: await listRegistrations(),
        today: dateIn(currentTenant().timeZone, this.clock.now()),
      })
      if (refusal) return err({ type: refusal })
      const registration = { ...input, id: newId() }
      await insertRegistration(registration)
      const { id, country, region, scheme, validFrom } = registration
      const data = { registrationId: id, country, region, scheme, validFrom }
      await this.events.record([fact(taxRegistrationAdded, { kind: 'tax_registration', id }, { data })])
      return ok(registration)
    })
  }
}
