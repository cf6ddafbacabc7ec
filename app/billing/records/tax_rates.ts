import { db } from '#app/shared/database/db'
import type { TaxRate } from '#app/billing/domain/tax'

/** Every rate under which the tenant collects tax: a few dozen rows at most. */
export async function listTaxRates(): Promise<TaxRate[]> {
  const rows = await db
    .selectFrom('tax_rates')
    .select(['country', 'name', 'percent', 'valid_from', 'valid_until'])
    .execute()
  return rows.map((row) => ({
    country: row.country,
    name: row.name,
    percent: row.percent,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
  }))
}
