import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { as, createTenant } from '#tests/support/tenants'

test.group('Locks of the database itself', () => {
  test('leave keys alone: whoever refers to a locked row does not wait for it', async ({ assert }) => {
    const tenant = await createTenant()
    const locking = await as(tenant, () =>
      inTransaction(() =>
        sql<{ name: string; leaves: boolean }>`
          select p.proname as name, p.prosrc !~* '\\mfor update\\M' as leaves from pg_proc p
           where p.pronamespace = 'platform'::regnamespace and p.prosrc ~* '\\mfor (no key )?update\\M'
           order by 1`.execute(db)
      )
    )
    assert.isAbove(locking.rows.length, 3)
    assert.deepEqual(locking.rows.filter(({ leaves }) => !leaves), [])
  }) // prettier-ignore
})
