import type { CalendarDate } from '#app/shared/time/calendar'
import type { PricingContext, TaxRounding } from '#app/billing/domain/price_item'
import { type CustomerTax, decideTax, type TaxRules } from '#app/billing/domain/taxation/decide_tax'

export type TaxTerms = Pick<PricingContext, 'tax' | 'taxByProductKind' | 'taxRounding' | 'pricesIncludeTax'>

/**
 * The tax side of what a customer is priced under. Different kinds of products may be taxed differently: the first kind decides
 * for the document, the others stand beside it.
 * @param rounding holds until the tenant has a tax profile, which says how tax is rounded
 */
export function taxTermsFor(input: {
  customer: CustomerTax
  rules: TaxRules
  productKinds: readonly string[]
  on: CalendarDate
  rounding: TaxRounding
}): TaxTerms {
  const { customer, rules, on, rounding } = input
  const [first = null, ...others] = [...new Set(input.productKinds)]
  const decide = (productKind: string | null) => decideTax({ customer, rules, productKind, on })
  return {
    tax: decide(first),
    ...(others.length > 0
      ? { taxByProductKind: Object.fromEntries(others.map((kind) => [kind, decide(kind)])) }
      : {}),
    taxRounding: rules.seller?.taxRounding ?? rounding,
    pricesIncludeTax: rules.seller?.pricesIncludeTax ?? false,
  }
}
