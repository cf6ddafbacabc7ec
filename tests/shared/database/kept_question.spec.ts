import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { keptQuestion } from '#app/shared/database/kept_question'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { as, createTenant } from '#tests/support/tenants'

test('a kept question is put into words once and asked with other values, by other tenants', async ({
  assert,
}) => {
  const worded: string[] = []
  const findName = keptQuestion((slot: (name: 'id') => string) => {
    worded.push('once')
    return db
      .selectFrom('customers')
      .select('name')
      .where('id', '=', slot('id'))
      .where('currency', '=', 'EUR')
  })
  const tenants = [await createTenant(), await createTenant()]
  const ids = [newId(), newId()]
  for (const [turn, tenant] of tenants.entries()) {
    const values = { id: ids[turn]!, number: 1, name: `Customer ${turn}`, email: 'a@example.test' }
    await as(tenant, () =>
      inTransaction(() =>
        db
          .insertInto('customers')
          .values({ ...values, currency: 'EUR', created_at: '2026-01-01' })
          .execute()
      )
    )
  }
  const ask = (turn: number, id: string) =>
    as(tenants[turn]!, () => inReadTransaction(() => findName({ id })))
  assert.deepEqual(
    [await ask(0, ids[0]!), await ask(1, ids[1]!), await ask(0, ids[1]!)],
    [[{ name: 'Customer 0' }], [{ name: 'Customer 1' }], []]
  )
  assert.lengthOf(worded, 1)
})
