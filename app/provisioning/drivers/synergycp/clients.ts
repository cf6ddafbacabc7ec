import { err, ok } from '#app/shared/result'
import type {
  PanelCustomer,
  PanelFailure,
  PanelResult,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import { knownAccount } from '#app/provisioning/drivers/known_account'
import type { SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import type { ScpClient } from '#app/provisioning/drivers/synergycp/shapes'

/**
 * Finds the client that bears our number, or the one of the same address that bears nobody's (it then gets ours), or makes one. An address
 * that was merely typed is not enough.
 */
export async function findOrCreateClient(
  api: SynergycpApi,
  customer: PanelCustomer
): PanelResult<ServerReference> {
  const found = await findClient(api, customer)
  if (!found.ok) return found
  if (found.value) return ok(found.value)
  const created = await api.call<ScpClient | null>('POST', '/client', {
    body: {
      email: customer.email,
      ...namesOf(customer.name),
      billing_id: billingIdOf(customer),
      // Without a password nobody can sign in by one: people come in by links.
      password: '',
    },
  })
  if (created.ok) return created.value?.id ? ok(asReference(created.value)) : err(noId)
  if (created.error.type !== 'refused') return created
  // Somebody else was faster: the panel keeps addresses apart.
  const again = await findClient(api, customer)
  if (!again.ok) return again
  return again.value ? ok(again.value) : created
}

async function findClient(api: SynergycpApi, customer: PanelCustomer): PanelResult<ServerReference | null> {
  const billingId = billingIdOf(customer)
  const ours = await api.page<ScpClient>('/client', { query: { billing_id: billingId } })
  if (!ours.ok) return ours
  // Whether numbers are unique is not documented: of several it is always the oldest. Held to the number again, where the row tells it: a panel that does not know the filter would give all clients.
  const known = ours.value.rows
    .filter((client) => (markOf(client) ?? billingId) === billingId)
    .toSorted((a, b) => a.id - b.id)[0]
  if (known) return ok(asReference(known))
  const alike = await api.page<ScpClient>('/client', { query: { email: customer.email } })
  if (!alike.ok) return alike
  const same = alike.value.rows.find(({ email }) => email?.toLowerCase() === customer.email.toLowerCase())
  if (!same) return ok(null)
  const mark = markOf(same)
  if (mark === billingId) return ok(asReference(same))
  if (mark || !customer.isEmailProven) return err(knownAccount(mark ? 'claimed' : 'unproven'))
  const marked = await api.call('PATCH', `/client/${same.id}`, { body: { billing_id: billingId } })
  return marked.ok ? ok(asReference(same)) : marked
}

/** Ours alone over there: each billing system has its own. */
function billingIdOf({ number }: PanelCustomer): string {
  return String(number)
}

/** Whose it is already; nothing where the row does not say. */
function markOf({ billing_id, billing }: ScpClient): string | undefined {
  const mark = billing_id || billing?.id
  return mark ? String(mark) : undefined
}

function asReference({ id }: ScpClient): ServerReference {
  return { reference: String(id) }
}

/** The panel wants two names; a name of one word is the first, and the second must not be empty. */
function namesOf(name: string): { first: string; last: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  return { first: first || '–', last: rest.join(' ') || '–' }
}

const noId: PanelFailure = { type: 'unknown', message: 'The panel answered without the id of the client.' }
