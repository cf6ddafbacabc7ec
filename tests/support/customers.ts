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
      const { count } = await db
        .selectFrom('customers')
        .select((eb) => eb.fn.countAll<bigint>().as('count'))
        .executeTakeFirstOrThrow()
      await db
        .insertInto('customers')
        .values({
          id,
          number: Number(count) + 1,
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
