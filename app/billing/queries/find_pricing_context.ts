import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { readPolicies } from '#app/billing/domain/policies'
import type { PricingContext } from '#app/billing/domain/price_item'
import { decideTax } from '#app/billing/domain/tax'
import { listTaxRates } from '#app/billing/records/tax_rates'

/** Under which tax and rounding would this customer pay on this day (today, unless told)? */
@inject()
export class FindPricingContext {
  constructor(private clock: Clock) {}

  execute(input: { currency: string; country: string | null; on?: CalendarDate }): Promise<PricingContext> {
    const { policies, timeZone } = currentTenant()
    const on = input.on ?? dateIn(timeZone, this.clock.now())
    return inReadTransaction(async () => ({
      currency: input.currency,
      tax: decideTax({ country: input.country, on, rates: await listTaxRates() }),
      taxRounding: readPolicies(policies).taxRounding,
    }))
  }
}
