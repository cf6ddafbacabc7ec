import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { PanelCustomer } from '#app/provisioning/drivers/contract'

/** What a panel is told about a customer: a number, a name and an address, and whether an owner has shown that it is theirs. */
export async function findPanelCustomer(customerId: string): Promise<PanelCustomer> {
  const row = await db
    .selectFrom('customers')
    .select(['id', 'number', 'name', 'company_name', 'email'])
    .select((query) =>
      query
        .exists(
          query
            .selectFrom('memberships as m')
            .innerJoin('users as u', 'u.id', 'm.user_id')
            .select('m.id')
            .whereRef('m.customer_id', '=', 'customers.id')
            .whereRef('u.email', '=', 'customers.email')
            .where('u.email_verified_at', 'is not', null)
            .where(sql<boolean>`'owner' = any(m.permissions)`)
        )
        .as('isEmailProven')
    )
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  const { id, number, email } = row
  return { id, number, email, name: row.company_name || row.name, isEmailProven: Boolean(row.isEmailProven) }
}

/** The currency a customer is billed in; null for nobody. */
export async function findCustomerCurrency(customerId: string): Promise<string | null> {
  const row = await db
    .selectFrom('customers')
    .select('currency')
    .where('id', '=', customerId)
    .executeTakeFirst()
  return row?.currency ?? null
}
