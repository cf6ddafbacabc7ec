import { inReadTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { chosenServices } from '#app/identity/domain/permissions'
import * as memberships from '#app/identity/records/memberships'

export interface TeamClaim {
  customer_id: string
  name: string
  number: number
  permissions: string[]
  /** Those that the person sees; null for all. */
  service_ids: string[] | null
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
  return own.flatMap((place) => {
    const { customer_id, permissions } = place
    const customer = named.find(({ id }) => id === customer_id)
    if (!customer) return []
    const { name, number } = customer
    const chosen = chosenServices(place)
    const service_ids = chosen && [...chosen].map((id) => showId('service', id))
    return [{ customer_id: showId('customer', customer_id), name, number, permissions, service_ids }]
  })
}
