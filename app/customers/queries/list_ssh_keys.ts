import { inReadTransaction } from '#app/shared/database/unit'
import { listKeysOf, type SshKey } from '#app/customers/records/ssh_keys'

/** Which keys may a customer's new systems accept? */
export function listSshKeys(customerId: string): Promise<SshKey[]> {
  return inReadTransaction(() => listKeysOf(customerId))
}

/** The chosen ones, in the order chosen, each once; null when one of them is not this customer's. */
export async function chooseSshKeys(
  customerId: string,
  ids: readonly (string | null)[]
): Promise<SshKey[] | null> {
  if (ids.length === 0) return []
  const known = new Map((await listSshKeys(customerId)).map((key) => [key.id, key]))
  const chosen = [...new Set(ids)].map((id) => (id === null ? undefined : known.get(id)))
  return chosen.every((key) => key !== undefined) ? chosen : null
}
