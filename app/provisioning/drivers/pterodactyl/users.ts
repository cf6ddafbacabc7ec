import { err, ok } from '#app/shared/result'
import type {
  PanelCustomer,
  PanelGroups,
  PanelResult,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import { knownAccount } from '#app/provisioning/drivers/known_account'
import type { PterodactylApi } from '#app/provisioning/drivers/pterodactyl/api'
import type { PterodactylUser } from '#app/provisioning/drivers/pterodactyl/shapes'

/** Longest name that the panel takes. */
const nameMax = 191

/** Look, create, and look again when somebody else created in between (the panel then refuses with 422). */
export async function findOrCreateUser(
  api: PterodactylApi,
  customer: PanelCustomer
): PanelResult<ServerReference> {
  const found = await findUser(api, customer)
  if (!found.ok) return found
  if (found.value) return ok({ reference: String(found.value.id) })
  const created = await api.item<PterodactylUser>('POST', '/application/users', {
    external_id: customer.id,
    email: customer.email,
    ...namesOf(customer),
  })
  if (created.ok) return ok({ reference: String(created.value.id) })
  if (created.error.type !== 'refused') return created
  const again = await findUser(api, customer)
  if (!again.ok) return again
  return again.value ? ok({ reference: String(again.value.id) }) : created
}

/**
 * By our id first. Somebody may have had an account there before they became our customer: then by their address, which the panel
 * finds by parts and we compare whole. One that bears another customer's id is never taken, nor one whose address was merely typed.
 */
async function findUser(
  api: PterodactylApi,
  { id, email, isEmailProven }: PanelCustomer
): PanelResult<PterodactylUser | null> {
  const known = await api.find<PterodactylUser>(`/application/users/external/${id}`)
  if (!known.ok || known.value) return known
  const filter = new URLSearchParams({ 'filter[email]': email })
  const users = await api.list<PterodactylUser>(`/application/users?${filter}`)
  if (!users.ok) return users
  const same = users.value.find((user) => user.email.toLowerCase() === email.toLowerCase())
  if (!same) return ok(null)
  if (same.external_id === id) return ok(same)
  if (same.external_id !== null || !isEmailProven)
    return err(knownAccount(same.external_id === null ? 'unproven' : 'claimed'))
  const { username, first_name, last_name } = same
  return api.item<PterodactylUser>('PATCH', `/application/users/${same.id}`, {
    email: same.email, username, first_name, last_name, external_id: id,
  }) // prettier-ignore
}

/** User names are of letters, digits and a few signs; the end of the customer's id makes ours unlike anybody's. */
function namesOf({ name, id }: PanelCustomer) {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 20)
  return {
    username: `${plain || 'player'}.${id.replaceAll('-', '').slice(-8)}`,
    first_name: (words[0] ?? 'Customer').slice(0, nameMax),
    // Companies and people of one name: the panel insists on a second one.
    last_name: (words.slice(1).join(' ') || '-').slice(0, nameMax),
  }
}

/** The panel refuses to remove somebody who owns servers. */
export function userRemovalOf(api: PterodactylApi): PanelGroups['userRemoval'] {
  return {
    async removeUser({ reference }) {
      const path = `/application/users/${reference}`
      const known = await api.find<PterodactylUser>(path)
      if (!known.ok) return err(known.error)
      if (!known.value) return ok()
      const removed = await api.call('DELETE', path)
      return removed.ok ? ok() : removed
    },
  }
}
