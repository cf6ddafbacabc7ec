import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { stripeKeys } from '#tests/support/sandbox'
import type { World } from '#tests/journeys/world'

/**
 * What must be in no table as it is: numbers of cards that were entered, keys of gateways, and what opens a payment in a browser. Sealed
 * values and hashes do not contain them.
 */
const forbidden = [
  '4242424242424242',
  '4000000000000341',
  stripeKeys.secretKey,
  stripeKeys.webhookSecret,
  // The client secret of a payment or set-up: `pi_…_secret_…`.
  '_secret_[A-Za-z0-9]{8,}',
  'whsec_[A-Za-z0-9]{8,}',
]

/** The tables of a tenant in which something stands that must stand nowhere, with how often. */
export function findSecrets(world: World): Promise<Record<string, number>> {
  return world.read(async () => {
    const { rows: tables } = await sql<{ name: string }>`
      select distinct table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'tenant_id' order by 1`.execute(db)
    const pattern = forbidden.join('|')
    const counted = tables.map(
      ({ name }) =>
        sql`select ${name}::text as name, count(*)::int as count from ${sql.table(name)} t where t::text ~ ${pattern}`
    )
    const { rows } = await sql<{ name: string; count: number }>`
      select * from (${sql.join(counted, sql` union all `)}) found where count > 0`.execute(db)
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
  })
}
