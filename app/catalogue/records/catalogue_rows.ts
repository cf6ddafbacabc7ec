import { db } from '#app/shared/database/db'

/** Everything of the tenant's catalogue, with prices that are in force. Some hundred rows: read as a whole, kept by version. */
export async function readCatalogueRows() {
  const products = await db.selectFrom('products').selectAll().orderBy('position').orderBy('id').execute()
  const plans = await db.selectFrom('plans').selectAll().orderBy('position').orderBy('id').execute()
  const prices = await db
    .selectFrom('prices')
    .selectAll()
    .where('replaced_at', 'is', null)
    .orderBy('currency')
    .orderBy('interval_unit')
    .orderBy('interval_count')
    .execute()
  const options = await db.selectFrom('options').selectAll().orderBy('position').orderBy('id').execute()
  const values = await db.selectFrom('option_values').selectAll().orderBy('position').orderBy('id').execute()
  const optionPrices = await db
    .selectFrom('option_prices')
    .selectAll()
    .where('replaced_at', 'is', null)
    .execute()
  return { products, plans, prices, options, values, optionPrices }
}

export type CatalogueRows = Awaited<ReturnType<typeof readCatalogueRows>>

/** Counts every change of what is sold. */
export async function readCatalogueVersion(): Promise<bigint> {
  const row = await db.selectFrom('catalogue_versions').select('version').executeTakeFirst()
  return row?.version ?? 0n
}
