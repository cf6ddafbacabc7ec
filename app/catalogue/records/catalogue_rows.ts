import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'

/** Everything of the tenant's catalogue, with the prices of one day. Some hundred rows: read as a whole, kept by version and day. */
export async function readCatalogueRows(pricesOn: CalendarDate) {
  const products = await db.selectFrom('products').selectAll().orderBy('position').orderBy('id').execute()
  const plans = await db.selectFrom('plans').selectAll().orderBy('position').orderBy('id').execute()
  // Of each place the version that began last.
  const prices = await db
    .selectFrom('prices')
    .selectAll()
    .distinctOn(['currency', 'interval_unit', 'interval_count', 'plan_id'])
    .where('replaced_at', 'is', null)
    .where('valid_from', '<=', pricesOn)
    .orderBy('currency')
    .orderBy('interval_unit')
    .orderBy('interval_count')
    .orderBy('plan_id')
    .orderBy('valid_from', 'desc')
    .execute()
  const options = await db.selectFrom('options').selectAll().orderBy('position').orderBy('id').execute()
  const values = await db.selectFrom('option_values').selectAll().orderBy('position').orderBy('id').execute()
  const optionPrices = await db
    .selectFrom('option_prices')
    .selectAll()
    .distinctOn(['option_id', 'option_value_id', 'currency', 'interval_unit', 'interval_count'])
    .where('replaced_at', 'is', null)
    .where('valid_from', '<=', pricesOn)
    .orderBy('option_id')
    .orderBy('option_value_id')
    .orderBy('currency')
    .orderBy('interval_unit')
    .orderBy('interval_count')
    .orderBy('valid_from', 'desc')
    .execute()
  const gaps = await db.selectFrom('supply_gaps').select(['panel_driver', 'location']).execute()
  return { products, plans, prices, options, values, optionPrices, gaps }
}

export type CatalogueRows = Awaited<ReturnType<typeof readCatalogueRows>>

/** Counts every change of what is sold. */
export async function readCatalogueVersion(): Promise<bigint> {
  const row = await db.selectFrom('catalogue_versions').select('version').executeTakeFirst()
  return row?.version ?? 0n
}
