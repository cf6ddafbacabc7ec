import { type Caller, visibleCustomer } from '#app/shared/http/caller'
import { inReadTransaction } from '#app/shared/database/unit'
import * as customers from '#app/customers/records/customers'

/** Who is this customer? For work of our own; whoever asks from outside goes through {@link findVisibleCustomer}. */
export function findCustomer(id: string): Promise<customers.Customer | undefined> {
  return inReadTransaction(() => customers.find(id))
}

export function findCustomers(ids: string[]): Promise<customers.Customer[]> {
  return inReadTransaction(() => customers.findMany(ids))
}

/** The customer, if the caller may see it: staff see all of the tenant's, a member only the own one. */
export async function findVisibleCustomer(
  caller: Caller,
  id: string
): Promise<customers.Customer | undefined> {
  const own = visibleCustomer(caller)
  return own !== null && own !== id ? undefined : findCustomer(id)
}
