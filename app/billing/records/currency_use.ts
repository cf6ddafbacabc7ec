import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'

/** How many customers are billed in each currency. */
export async function countCustomersByCurrency(): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('customers')
    .select(['currency', (eb) => eb.fn.countAll<string>().as('count')])
    .groupBy('currency')
    .execute()
  return new Map(rows.map(({ currency, count }) => [currency, Number(count)]))
}

export async function isAnythingBooked(): Promise<boolean> {
  const row = await db.selectFrom('postings').select('entry_id').limit(1).executeTakeFirst()
  return row !== undefined
}

/** Refused by the database (tenants_reporting_currency_kept) once something is booked. */
export async function saveReportingCurrency(currency: string): Promise<void> {
  await sql`update platform.tenants set reporting_currency = ${currency} where id = ${currentTenant().id}`.execute(
    db
  )
}
