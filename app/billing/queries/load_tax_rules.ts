import type { TaxRules } from '#app/billing/domain/taxation/decide_tax'
import { toRateBook } from '#app/billing/domain/taxation/tax_rate'
import { together } from '#app/shared/database/together'
import { findSellerTax } from '#app/billing/records/tax_profiles'
import { listTaxRates } from '#app/billing/records/tax_rates'

/** By which rules does the tenant collect taxes? The same for every customer, so a run asks once. */
export async function loadTaxRules(): Promise<TaxRules> {
  const [seller, rates] = await together(findSellerTax, listTaxRates)
  return { seller, rates: toRateBook(rates) }
}
