import type { Assert } from '@japa/assert'
import { connect } from '#tests/journeys/power'

/** Notes about requests and calls themselves, not about what they did. */
const notes = ['idempotency_keys', 'remote_calls']

/** How many rows every table holds. */
async function countRows(): Promise<Record<string, number>> {
  const client = await connect()
  try {
    const { rows } = await client.query<{ name: string; count: number }>(
      `select table_name as name,
         (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from public.%I', table_name), false, true, '')))[1]::text::int as count
       from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1)`,
      [notes]
    )
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
  } finally {
    await client.end()
  }
}

/** Whatever is tried in between, no row comes or goes anywhere. */
export async function assertNothingWritten<T>(assert: Assert, attempt: () => Promise<T>): Promise<T> {
  const before = await countRows()
  const outcome = await attempt()
  assert.deepEqual(await countRows(), before, 'rows per table')
  return outcome
}
