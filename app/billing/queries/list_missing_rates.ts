import type { CalendarDate } from '#app/shared/time/calendar'
import { type MissingRate, missingRates } from '#app/billing/domain/taxation/missing_rates'
import { loadTaxRules } from '#app/billing/queries/load_tax_rules'

/** Where does the seller have to collect tax, and no rate says how much? Who has not said where it is has no duty that we know of. */
export async function listMissingRates(today: CalendarDate): Promise<MissingRate[]> {
  const { seller, rates } = await loadTaxRules()
  return seller ? missingRates({ seller, rates, today }) : []
}
