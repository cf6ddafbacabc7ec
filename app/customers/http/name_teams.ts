import { findCustomers } from '#app/customers/queries/find_customer'

/** Customers as applications are told of them that people sign in to. */
export async function nameTeams(ids: string[]): Promise<{ id: string; name: string; number: number }[]> {
  const found = ids.length > 0 ? await findCustomers(ids) : []
  return found.map(({ id, name, company_name, number }) => ({ id, name: company_name ?? name, number }))
}
