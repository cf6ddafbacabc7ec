import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import { subdivisions } from '#app/billing/domain/taxation/subdivisions'
import { overlap, refuseValidity, type ValidityError } from '#app/billing/domain/taxation/validity'
import { taxExemptionAdded } from '#app/billing/tax_events'
import {
  insertExemption,
  listExemptions,
  lockExemptions,
  type StoredExemption,
} from '#app/billing/records/tax_exemptions'

export type AddTaxExemptionError = {
  type: 'customer_not_found' | 'region_unknown' | 'overlaps' | ValidityError
}

/** Takes note of a certificate by which a customer does not pay the tax of a country, or of one of its parts. */
@inject()
export class AddTaxExemption {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(
    input: Omit<StoredExemption, 'id' | 'createdAt'>
  ): Promise<Result<StoredExemption, AddTaxExemptionError>> {
    return inTransaction(async () => {
      const { customerId, country, region, certificate } = input
      if (!(await findCustomer(customerId))) return err({ type: 'customer_not_found' })
      const refusal = refuseValidity(input, dateIn(currentTenant().timeZone, this.clock.now()))
      if (refusal) return err({ type: refusal })
      if (region !== null && !subdivisions[country]?.[region]) return err({ type: 'region_unknown' })
      await lockExemptions(customerId)
      const others = await listExemptions(customerId)
      const isSamePlace = (other: StoredExemption) => other.country === country && other.region === region
      if (others.some((other) => isSamePlace(other) && overlap(other, input)))
        return err({ type: 'overlaps' })
      const exemption = { ...input, id: newId(), createdAt: this.clock.now() }
      await insertExemption(exemption)
      const data = { customerId, exemptionId: exemption.id, country, region, certificate }
      await this.events.record([
        fact(taxExemptionAdded, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok(exemption)
    })
  }
}
