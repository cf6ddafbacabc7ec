/** The door of billing: what other domains may use. */
export { priceLines } from '#app/billing/domain/price_lines'
export type {
  LineExplanation,
  LineKind,
  LinePeriod,
  PricedDocument,
  PricedLine,
  PriceItem,
  PricingContext,
  TaxGroup,
  TaxRounding,
} from '#app/billing/domain/price_lines'
export { decideTax } from '#app/billing/domain/tax'
export type { TaxDecision, TaxRate } from '#app/billing/domain/tax'
export { readPolicies } from '#app/billing/domain/policies'
export type { BillingPolicies } from '#app/billing/domain/policies'
export { FindPricingContext } from '#app/billing/queries/find_pricing_context'
