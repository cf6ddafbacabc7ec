import { test } from '@japa/runner'
import pg from 'pg'
import { migrate } from '#app/shared/database/migrate'

test.group('Migrations', () => {
  test('one that was finished after a later one had run does not hold up a database', async ({ assert }) => {
    const url = process.env.DATABASE_URL!
    const owner = new pg.Client({ connectionString: url })
    await owner.connect()
    try {
      const { rows } = await owner.query<{ name: string; timestamp: string }>(
        'select name, "timestamp" from public.schema_migrations order by name offset 1 limit 1'
      )
      const { name, timestamp } = rows[0]!
      const setTime = 'update public.schema_migrations set "timestamp" = $2 where name = $1'
      await owner.query(setTime, [name, '9999-12-31T00:00:00.000Z'])
      assert.deepEqual(await migrate(url), { ok: true, value: { applied: [] } })
      await owner.query(setTime, [name, timestamp])
    } finally {
      await owner.end()
    }
  })
})
