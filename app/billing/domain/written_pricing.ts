import type { Discount } from '#app/promotions/index'
import type { PricingContext, TaxRounding } from '#app/billing/domain/price_item'
import type { TaxDecision } from '#app/billing/domain/tax'

/** The terms something was priced under, as they lie in JSON: what was quoted is invoiced under the very same terms. */
export interface WrittenPricing {
  currency: string
  tax: TaxDecision
  taxByProductKind?: Readonly<Record<string, TaxDecision>>
  taxRounding: TaxRounding
  pricesIncludeTax: boolean
  discounts: (Omit<Discount, 'amount'> & { amount: string | null })[]
}

export function writePricing(context: PricingContext): WrittenPricing {
  return {
    currency: context.currency,
    tax: context.tax,
    ...(context.taxByProductKind ? { taxByProductKind: context.taxByProductKind } : {}),
    taxRounding: context.taxRounding,
    pricesIncludeTax: context.pricesIncludeTax ?? false,
    discounts: (context.discounts ?? []).map((discount) => ({
      ...discount,
      amount: discount.amount?.toString() ?? null,
    })),
  }
}

export function readPricing(written: WrittenPricing): PricingContext {
  return {
    ...written,
    discounts: written.discounts.map((discount) => ({
      ...discount,
      amount: discount.amount === null ? null : BigInt(discount.amount),
    })),
  }
}
