import { db } from '#app/shared/database/db'
import type { PanelCustomer } from '#app/provisioning/drivers/contract'

/** What a panel is told about a customer: a number, a name and an address. */
export async function findPanelCustomer(customerId: string): Promise<PanelCustomer> {
  const row = await db
    .selectFrom('customers')
    .select(['id', 'number', 'name', 'company_name', 'email'])
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  return { id: row.id, number: row.number, name: row.company_name || row.name, email: row.email }
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
