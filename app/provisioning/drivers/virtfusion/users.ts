import { err, ok } from '#app/shared/result'
import type {
  PanelCustomer,
  PanelGroups,
  PanelResult,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import { knownAccount } from '#app/provisioning/drivers/known_account'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import type { VirtfusionConfig } from '#app/provisioning/drivers/virtfusion/config'
import type { VirtfusionKey, VirtfusionUser } from '#app/provisioning/drivers/virtfusion/shapes'

/**
 * Look, create, and look again when somebody else created in between (the panel then refuses with 422). What accounts may do by themselves is
 * held to the settings each time; what they make that way nobody sold, so that the comparison tells it as such.
 */
export async function findOrCreateUser(
  api: VirtfusionApi,
  customer: PanelCustomer,
  { selfService }: VirtfusionConfig
): PanelResult<ServerReference> {
  const found = await findUser(api, customer)
  if (!found.ok) return found
  if (found.value) return alignUser(api, customer, { user: found.value, selfService })
  const created = await api.data<VirtfusionUser>('POST', '/users', {
    name: customer.name,
    email: customer.email,
    extRelationId: customer.number,
    sendMail: false,
    selfService,
  })
  if (created.ok) return ok({ reference: String(created.value.id) })
  if (created.error.type !== 'refused') return created
  const again = await findUser(api, customer)
  if (!again.ok) return again
  if (again.value) return alignUser(api, customer, { user: again.value, selfService })
  return isAddressTaken.test(created.error.message) ? err(knownAccount('unmarked', mend(customer))) : created
}

/** The panel neither finds accounts by address nor lets us mark one that bears no number: a person does that there. */
const isAddressTaken = /e-?mail.*(taken|exist|in use|unique)/i

function mend({ number }: PanelCustomer): string {
  return `If it is theirs, set its external relation id to ${number} on the panel; otherwise give it another address.`
}

function findUser(api: VirtfusionApi, { number }: PanelCustomer): PanelResult<VirtfusionUser | null> {
  return api.find<VirtfusionUser>(`/users/${number}/byExtRelation`)
}

async function alignUser(
  api: VirtfusionApi,
  { number }: PanelCustomer,
  { user, selfService }: { user: VirtfusionUser; selfService: number | undefined }
): PanelResult<ServerReference> {
  if (selfService !== undefined && user.selfService !== selfService) {
    const set = await api.call('PUT', `/users/${number}/byExtRelation`, { selfService })
    if (!set.ok) return set
  }
  return ok({ reference: String(user.id) })
}

/** Keys belong to a user of the panel and are named when a system is installed. */
export function keysOf(api: VirtfusionApi): PanelGroups['sshKeys'] {
  const list = (userReference: string) => api.data<VirtfusionKey[]>('GET', `/ssh_keys/user/${userReference}`)
  return {
    async listKeys(userReference) {
      const keys = await list(userReference)
      if (!keys.ok) return keys
      return ok(keys.value.map(({ id, name, publicKey }) => ({ reference: String(id), name, publicKey })))
    },
    async addKey(userReference, { name, publicKey }) {
      const keys = await list(userReference)
      if (!keys.ok) return keys
      const same = keys.value.find((key) => key.publicKey.trim() === publicKey.trim())
      if (same) return ok({ reference: String(same.id) })
      const body = { userId: Number(userReference), name, publicKey }
      const added = await api.data<VirtfusionKey>('POST', '/ssh_keys', body)
      return added.ok ? ok({ reference: String(added.value.id) }) : added
    },
    async removeKey(_userReference, key) {
      const removed = await api.call('DELETE', `/ssh_keys/${key}`)
      return removed.ok ? ok() : removed
    },
  }
}

/**
 * An account is removed by the customer's number. One that bears our number and is another account than ours is left alone: somebody
 * else gave it that number.
 */
export function userRemovalOf(api: VirtfusionApi): PanelGroups['userRemoval'] {
  return {
    async removeUser({ reference, number }) {
      const path = `/users/${number}/byExtRelation`
      const known = await api.find<VirtfusionUser>(path)
      if (!known.ok) return err(known.error)
      if (!known.value) return ok()
      if (String(known.value.id) !== reference)
        return err({
          type: 'refused',
          reason: 'conflict',
          message: 'Another account bears the number of this customer.',
        })
      const removed = await api.call('DELETE', path)
      return removed.ok ? ok() : removed
    },
  }
}
