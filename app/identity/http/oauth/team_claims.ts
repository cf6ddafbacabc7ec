import { inReadTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import * as memberships from '#app/identity/records/memberships'

export interface TeamClaim {
  customer_id: string
  name: string
  number: number
  permissions: string[]
}

type FindNames = (customerIds: string[]) => Promise<{ id: string; name: string; number: number }[]>

const state: { findNames: FindNames } = { findNames: async () => [] }

/** Lets the domain that knows customers name them, without this one knowing that domain. */
export function nameTeamsWith(findNames: FindNames): void {
  state.findNames = findNames
}

export async function listTeamsOfUser(userId: string): Promise<TeamClaim[]> {
  const own = await inReadTransaction(() => memberships.listOfUser(userId))
  const named = await state.findNames(own.map(({ customer_id }) => customer_id))
  return own.flatMap(({ customer_id, permissions }) => {
    const customer = named.find(({ id }) => id === customer_id)
    if (!customer) return []
    const { name, number } = customer
    return [{ customer_id: showId('customer', customer_id), name, number, permissions }]
  })
}
