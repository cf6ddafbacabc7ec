import { randomInt } from 'node:crypto'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { as } from '#tests/support/tenants'

/** Ada pays on time. @returns the customer's id */
export async function addAda(tenant: Tenant, { currency = 'EUR' } = {}): Promise<string> {
  const id = newId()
  await as(tenant, () =>
    inTransaction(async () => {
      await db
        .insertInto('customers')
        .values({
          id,
          // Any number will do, as long as two at once never take the same.
          number: randomInt(1, 2 ** 31 - 1),
          name: 'Ada Lindgren',
          email: 'ada@example.test',
          country: 'DE',
          currency,
          created_at: '2026-01-01T00:00:00Z',
        })
        .execute()
    })
  )
  return id
}
