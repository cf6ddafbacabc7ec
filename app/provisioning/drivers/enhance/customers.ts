import { randomBytes } from 'node:crypto'
import { err, ok } from '#app/shared/result'
import type {
  PanelCustomer,
  PanelFailure,
  PanelResult,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import { knownAccount } from '#app/provisioning/drivers/known_account'
import type { EnhanceApi } from '#app/provisioning/drivers/enhance/api'
import type { EnhanceLogin, EnhanceMember, EnhanceOrg } from '#app/provisioning/drivers/enhance/shapes'

/** Customers are organisations over there, and the people in them are logins of their own. */
export class EnhanceCustomers {
  constructor(private api: EnhanceApi) {}

  /**
   * Three things have to be there: an organisation, a login, and the membership that makes one the owner of the other. The panel knows no
   * key for any of them, so each is looked for before it is made. Of several organisations that were made at the same moment the oldest
   * stays, whoever made it: everybody who looks afterwards sees the same one.
   */
  async findOrCreate(customer: PanelCustomer): PanelResult<ServerReference> {
    const known = await this.findOrg(customer)
    if (!known.ok) return known
    if (known.value?.ownerEmail) return ok({ reference: known.value.id })
    const org = known.value ? ok(known.value) : await this.createOrg(customer)
    if (!org.ok) return org
    const owned = await this.makeOwner(org.value, customer)
    return owned.ok ? ok({ reference: org.value.id }) : owned
  }

  /** The owner of an organisation; one that was brought over from elsewhere may have none yet. */
  async ownerOf(org: string): PanelResult<EnhanceMember> {
    const owners = await this.api.list<EnhanceMember>(`/orgs/${org}/members?role=Owner`)
    if (!owners.ok) return owners
    const [owner] = owners.value
    return owner ? ok(owner) : err(noOwner)
  }

  async makeOwner(org: { id: string; createdAt?: string }, customer: PanelCustomer): PanelResult<void> {
    const login = await this.findOrCreateLogin(org, customer)
    if (!login.ok) return login
    const body = { loginId: login.value, roles: ['Owner'] }
    const joined = await this.api.create(`/orgs/${org.id}/members`, body)
    if (joined.ok || isTaken(joined.error)) return ok()
    return joined
  }

  /**
   * By our mark in its name first. An organisation of the same person that bears nobody's mark is taken too, but not on an address that
   * was merely typed: its owner may sign in to everything in it.
   */
  private async findOrg({ email, number, isEmailProven }: PanelCustomer): PanelResult<EnhanceOrg | null> {
    const orgs = await this.api.list<EnhanceOrg>(`/orgs/${this.api.master}/customers`)
    if (!orgs.ok) return orgs
    const open = orgs.value.filter(({ status }) => status !== 'deleted').toSorted(byAge)
    const marked = open.find(({ name }) => name.endsWith(markOf(number)))
    const owned = open.find(
      ({ name, ownerEmail }) => ownerEmail?.toLowerCase() === email.toLowerCase() && !anyMark.test(name)
    )
    if (!marked && owned && !isEmailProven) return err(knownAccount('unproven'))
    return ok(marked ?? owned ?? null)
  }

  private async createOrg(
    customer: PanelCustomer
  ): PanelResult<Pick<EnhanceOrg, 'id'> & Partial<EnhanceOrg>> {
    const name = `${customer.name}${markOf(customer.number)}`
    const created = await this.api.create<string>(`/orgs/${this.api.master}/customers`, { name })
    if (!created.ok) return created
    const first = await this.findOrg(customer)
    if (!first.ok) return first
    if (!first.value || first.value.id === created.value) return ok(first.value ?? { id: created.value })
    // Somebody was faster; ours is empty, so nothing is lost with it.
    const removed = await this.api.call('DELETE', `/orgs/${created.value}?force=true`)
    if (!removed.ok && removed.error.type !== 'gone') return removed
    return ok(first.value)
  }

  /**
   * An address is one login in the whole installation: one that exists is linked, and its password is left alone. A link that signs it in
   * opens every organisation it belongs to, so that it has to be this person's.
   */
  private async findOrCreateLogin(
    org: { id: string; createdAt?: string },
    { email, name, isEmailProven }: PanelCustomer
  ): PanelResult<string> {
    // Nobody is told this one: people come in by a link, or set a password of their own.
    const password = randomBytes(18).toString('base64url')
    const created = await this.api.create<string>(`/logins?orgId=${org.id}`, { email, password, name })
    if (created.ok || !isTaken(created.error)) return created
    const logins = await this.api.list<EnhanceLogin>(`/v2/orgs/${this.api.master}/customers/logins`)
    if (!logins.ok) return logins
    const found = logins.value.find((login) => login.email.toLowerCase() === email.toLowerCase())
    // Younger than its organisation: an earlier try of ours made it.
    const isOurs = org.createdAt !== undefined && (found?.registeredAt ?? '') >= org.createdAt
    if (found && !isOurs && !isEmailProven) return err(knownAccount('unproven'))
    return found ? ok(found.id) : created
  }
}

const noOwner: PanelFailure = {
  type: 'refused',
  reason: 'invalid',
  message: 'Nobody owns this organisation yet.',
}

/** Two customers may share a name, so ours carry our number: `Ada Lindgren #4711`. */
function markOf(number: number): string {
  return ` #${number}`
}

const anyMark = / #\d+$/

function byAge(a: EnhanceOrg, b: EnhanceOrg): number {
  return a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id)
}

function isTaken(failure: PanelFailure): boolean {
  return failure.type === 'refused' && failure.reason === 'conflict'
}
