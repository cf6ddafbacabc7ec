import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { together } from '#app/shared/database/together'
import { inReadTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { readPolicies } from '#app/billing/domain/policies'
import type { PricingContext } from '#app/billing/domain/price_item'
import type { CustomerTax } from '#app/billing/domain/taxation/decide_tax'
import { taxTermsFor } from '#app/billing/domain/taxation/tax_terms'
import { loadTaxRules } from '#app/billing/queries/load_tax_rules'
import { findCustomerTaxes } from '#app/billing/records/customer_taxes'

export interface PricingWish {
  currency: string
  /** Whoever buys: address, tax id and certificates decide the tax. */
  customerId?: string | null
  /** For somebody who is no customer yet: where they say they live. */
  country: string | null
  /** The kinds of what is priced; the first decides for the document. */
  productKinds?: readonly string[]
  /** The day of the tax; today when absent. */
  on?: CalendarDate
}

/** Under which tax and rounding would this customer pay on this day (today, unless told)? */
@inject()
export class FindPricingContext {
  constructor(private clock: Clock) {}

  execute(wish: PricingWish): Promise<PricingContext> {
    const { policies, timeZone } = currentTenant()
    const on = wish.on ?? dateIn(timeZone, this.clock.now())
    return inReadTransaction(async () => {
      const [customer, rules] = await together(() => this.findCustomerTax(wish), loadTaxRules)
      const rounding = readPolicies(policies).taxRounding
      const productKinds = wish.productKinds ?? []
      return { currency: wish.currency, ...taxTermsFor({ customer, rules, productKinds, on, rounding }) }
    })
  }

  private async findCustomerTax({ customerId, country }: PricingWish): Promise<CustomerTax> {
    const found = customerId ? await findCustomerTaxes([customerId], this.clock.now()) : null
    const known = found?.get(customerId!)
    if (known) return known
    return {
      country,
      region: null,
      postalCode: null,
      kind: 'person',
      confirmedTaxId: null,
      exemptions: [],
      locale: currentTenant().locale,
    }
  }
}
