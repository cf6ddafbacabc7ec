import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { CustomerGroup } from '#app/customers/records/customer_groups'

export function showCustomerGroup(group: CustomerGroup) {
  return {
    id: showId('customerGroup', group.id),
    code: group.code,
    name: group.name,
    /** Sent back with a change: who saw an older one is refused. */
    version: group.version,
    customer_count: group.customerCount,
    created_at: group.createdAt.toISOString(),
  }
}

const fields = () => ({
  id: vine.string(),
  code: vine.string(),
  name: vine.string(),
  version: vine.number(),
  customer_count: vine.number(),
  created_at: vine.string(),
})

export const customerGroupShape = vine.create(fields())
/** The group of one customer; null for none. */
export const groupOfCustomerShape = vine.create({ group: vine.object(fields()).nullable() })
