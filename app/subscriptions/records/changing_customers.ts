import { db } from '#app/shared/database/db'

/** Where a customer is taxed and which language their invoices are in. */
export async function findChangingCustomer(id: string): Promise<{ country: string | null; locale: string }> {
  return db
    .selectFrom('customers')
    .select(['country', 'locale'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}
