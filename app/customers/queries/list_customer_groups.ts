import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { type CustomerGroup, findGroup, listGroups } from '#app/customers/records/customer_groups'
import { find, listOfGroup } from '#app/customers/records/customers'

const choicesMax = 500

/** Which groups of customers are there, newest first? */
export function pageCustomerGroups({
  before,
  size,
}: {
  before: string | null
  size: number
}): Promise<Page<CustomerGroup>> {
  return inReadTransaction(async () => toPage(await listGroups({ before, limit: size + 1 }), size))
}

/** All of them by name, to choose from: a tenant has a handful. */
export async function listCustomerGroups(): Promise<CustomerGroup[]> {
  const groups = await inReadTransaction(() => listGroups({ before: null, limit: choicesMax }))
  return groups.toSorted((a, b) => a.name.localeCompare(b.name))
}

export function findCustomerGroup(id: string): Promise<CustomerGroup | null> {
  return inReadTransaction(() => findGroup(id))
}

/** The group that a customer is in; undefined for a customer that does not exist. */
export function findGroupOfCustomer(customerId: string): Promise<CustomerGroup | null | undefined> {
  return inReadTransaction(async () => {
    const customer = await find(customerId)
    if (!customer) return undefined
    return customer.group_id ? findGroup(customer.group_id) : null
  })
}

/** Some customers of a group, newest first. */
export function listMembers(
  groupId: string,
  limit: number
): Promise<{ id: string; name: string; number: number }[]> {
  return inReadTransaction(async () => {
    const customers = await listOfGroup(groupId, limit)
    return customers.map(({ id, name, company_name, number }) => ({ id, name: company_name ?? name, number }))
  })
}
