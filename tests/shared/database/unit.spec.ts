import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { err } from '#app/shared/result'
import { newId } from '#app/shared/ids'
import { as, createTenant } from '#tests/support/tenants'

const insertCustomer = (id: string) =>
  db
    .insertInto('customers')
    .values({
      id,
      number: 1,
      name: 'Ada',
      email: 'ada@example.test',
      currency: 'EUR',
      created_at: '2026-01-01T00:00:00Z',
    })
    .execute()

test.group('inTransaction', () => {
  test('commits what succeeds and rolls back a failed result and a throw', async ({ assert }) => {
    const tenant = await createTenant()
    const count = () =>
      as(tenant, () => inTransaction(() => db.selectFrom('customers').select('id').execute()))
    await as(tenant, () => inTransaction(async () => (await insertCustomer(newId()), err('no'))))
    assert.lengthOf(await count(), 0)
    await assert.rejects(() =>
      as(tenant, () =>
        inTransaction(async () => {
          await insertCustomer(newId())
          throw new Error('broken')
        })
      )
    )
    assert.lengthOf(await count(), 0)
    await as(tenant, () => inTransaction(() => insertCustomer(newId())))
    assert.lengthOf(await count(), 1)
  })

  test('refuses a query outside of a transaction', async ({ assert }) => {
    const tenant = await createTenant()
    await assert.rejects(
      () => as(tenant, () => db.selectFrom('customers').select('id').execute()),
      /No open transaction/
    )
    await assert.rejects(() => db.selectFrom('customers').select('id').execute(), /No tenant/)
  })

  test('one tenant neither sees nor writes rows of another', async ({ assert }) => {
    const [first, second] = [await createTenant(), await createTenant()]
    const id = newId()
    await as(first, () => inTransaction(() => insertCustomer(id)))
    const seen = await as(second, () =>
      inTransaction(() => sql`select * from customers where id = ${id}`.execute(db))
    )
    assert.lengthOf(seen.rows, 0)
    await assert.rejects(
      () =>
        as(second, () =>
          inTransaction(() =>
            sql`update customers set name = 'Taken' where tenant_id = ${first.id} returning id`
              .execute(db)
              .then((r) => {
                if (r.rows.length === 0) throw new Error('nothing')
              })
          )
        ),
      'nothing'
    )
    await assert.rejects(
      () =>
        as(second, () =>
          inTransaction(() =>
            db
              .insertInto('customers')
              .values({
                tenant_id: first.id,
                id: newId(),
                number: 9,
                name: 'X',
                email: 'x@example.test',
                currency: 'EUR',
                created_at: '2026-01-01T00:00:00Z',
              })
              .execute()
          )
        ),
      /row-level security/
    )
  })
})
