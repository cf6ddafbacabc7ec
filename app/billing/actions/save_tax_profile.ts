import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { currentTenant } from '#app/shared/database/context'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { taxProfileChanged } from '#app/billing/tax_events'
import { findSellerTax, saveTaxProfile, type TaxProfile } from '#app/billing/records/tax_profiles'

/** Says where the seller is established and how it treats taxes. The next quote and renewal go by it; issued invoices stay. */
@inject()
export class SaveTaxProfile {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(profile: TaxProfile): Promise<TaxProfile> {
    return inTransaction(async () => {
      const before = await findSellerTax()
      const names = Object.keys(profile) as (keyof TaxProfile)[]
      const changed = names.filter((name) => before?.[name] !== profile[name])
      if (changed.length === 0) return profile
      await saveTaxProfile(profile, this.clock.now())
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([
        fact(taxProfileChanged, subject, { data: { country: profile.country, changed } }),
      ])
      return profile
    })
  }
}
