import { sql, type Insertable, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { TaxRates } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import { trimPercent } from '#app/billing/domain/tax'
import type { TaxKind, TaxRate } from '#app/billing/domain/taxation/tax_rate'

export type StoredRate = TaxRate & { source: string | null }

/** Every rate of the tenant, of all days: a few hundred rows at most. */
export async function listTaxRates(): Promise<StoredRate[]> {
  const rows = await db
    .selectFrom('tax_rates')
    .selectAll()
    .orderBy('country')
    .orderBy(sql`region nulls first`)
    .orderBy('name')
    .orderBy('valid_from', 'desc')
    .execute()
  return rows.map(toRate)
}

export async function lockTaxRate(id: string): Promise<StoredRate | null> {
  const row = await db
    .selectFrom('tax_rates')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toRate(row) : null
}

/** Refused by the database (tax_rates_overlap) where another rate of the place holds on some of its days. */
export async function insertTaxRates(rates: StoredRate[]): Promise<void> {
  if (rates.length === 0) return
  await db.insertInto('tax_rates').values(rates.map(toRow)).execute()
}

export async function endTaxRate(id: string, validUntil: CalendarDate): Promise<void> {
  await db.updateTable('tax_rates').set({ valid_until: validUntil }).where('id', '=', id).execute()
}

export async function deleteTaxRate(id: string): Promise<void> {
  await db.deleteFrom('tax_rates').where('id', '=', id).execute()
}

function toRow(rate: StoredRate): Insertable<TaxRates> {
  return {
    id: rate.id,
    country: rate.country,
    region: rate.region,
    postal_prefix: rate.postalPrefix,
    name: rate.name,
    percent: rate.percent,
    taxable_percent: rate.taxablePercent,
    kind: rate.kind,
    product_kinds: rate.productKinds === null ? null : [...rate.productKinds],
    customer_kind: rate.customerKind,
    is_additional: rate.isAdditional,
    valid_from: rate.validFrom,
    valid_until: rate.validUntil,
    source: rate.source,
  }
}

function toRate(row: Selectable<TaxRates>): StoredRate {
  return {
    id: row.id,
    country: row.country,
    region: row.region,
    postalPrefix: row.postal_prefix,
    name: row.name,
    percent: trimPercent(row.percent),
    taxablePercent: trimPercent(row.taxable_percent),
    kind: row.kind as TaxKind,
    productKinds: row.product_kinds,
    customerKind: row.customer_kind as TaxRate['customerKind'],
    isAdditional: row.is_additional,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    source: row.source,
  }
}

/** Rates change one after the other: whether another holds on the same days is read before one is added. */
export function lockRates(): void {
  takeTurn('tax_rates')
}
