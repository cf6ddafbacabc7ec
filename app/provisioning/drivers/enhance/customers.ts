import { randomBytes } from 'node:crypto'
import { err, ok } from '#app/shared/result'
import type {
  PanelCustomer,
  PanelFailure,
  PanelResult,
  ServerReference,
} from '#app/provisioning/drivers/contract'
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
    const org = known.value ? ok(known.value.id) : await this.createOrg(customer)
    if (!org.ok) return org
    const owned = await this.makeOwner(org.value, customer)
    return owned.ok ? ok({ reference: org.value }) : owned
  }

  /** The owner of an organisation; one that was brought over from elsewhere may have none yet. */
  async ownerOf(org: string): PanelResult<EnhanceMember> {
    const owners = await this.api.list<EnhanceMember>(`/orgs/${org}/members?role=Owner`)
    if (!owners.ok) return owners
    const [owner] = owners.value
    return owner ? ok(owner) : err(noOwner)
  }

  async makeOwner(org: string, { email, name }: PanelCustomer): PanelResult<void> {
    const login = await this.findOrCreateLogin(org, { email, name })
    if (!login.ok) return login
    const body = { loginId: login.value, roles: ['Owner'] }
    const joined = await this.api.create(`/orgs/${org}/members`, body)
    if (joined.ok || isTaken(joined.error)) return ok()
    return joined
  }

  /** By our mark in its name first; an organisation of the same person that others made is taken too. */
  private async findOrg({ email, number }: PanelCustomer): PanelResult<EnhanceOrg | null> {
    const orgs = await this.api.list<EnhanceOrg>(`/orgs/${this.api.master}/customers`)
    if (!orgs.ok) return orgs
    const open = orgs.value.filter(({ status }) => status !== 'deleted').toSorted(byAge)
    const marked = open.find(({ name }) => name.endsWith(markOf(number)))
    const owned = open.find(({ ownerEmail }) => ownerEmail?.toLowerCase() === email.toLowerCase())
    return ok(marked ?? owned ?? null)
  }

  private async createOrg(customer: PanelCustomer): PanelResult<string> {
    const name = `${customer.name}${markOf(customer.number)}`
    const created = await this.api.create<string>(`/orgs/${this.api.master}/customers`, { name })
    if (!created.ok) return created
    const first = await this.findOrg(customer)
    if (!first.ok) return first
    if (!first.value || first.value.id === created.value) return created
    // Somebody was faster; ours is empty, so nothing is lost with it.
    const removed = await this.api.call('DELETE', `/orgs/${created.value}?force=true`)
    if (!removed.ok && removed.error.type !== 'gone') return removed
    return ok(first.value.id)
  }

  /** An address is one login in the whole installation: one that exists is linked, and its password is left alone. */
  private async findOrCreateLogin(
    org: string,
    { email, name }: { email: string; name: string }
  ): PanelResult<string> {
    // Nobody is told this one: people come in by a link, or set a password of their own.
    const password = randomBytes(18).toString('base64url')
    const created = await this.api.create<string>(`/logins?orgId=${org}`, { email, password, name })
    if (created.ok || !isTaken(created.error)) return created
    const logins = await this.api.list<EnhanceLogin>(`/v2/orgs/${this.api.master}/customers/logins`)
    if (!logins.ok) return logins
    const found = logins.value.find((login) => login.email.toLowerCase() === email.toLowerCase())
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

function byAge(a: EnhanceOrg, b: EnhanceOrg): number {
  return a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id)
}

function isTaken(failure: PanelFailure): boolean {
  return failure.type === 'refused' && failure.reason === 'conflict'
}
