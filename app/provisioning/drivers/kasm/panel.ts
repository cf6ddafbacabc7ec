import { kindOf, type WorkspaceSpec } from '#app/catalogue/index'
import { err, ok } from '#app/shared/result'
import type {
  CallSubject,
  ConnectionReport,
  CreatedServer,
  ListedServer,
  LostServer,
  ObservedServer,
  PanelCustomer,
  PanelFailure,
  PanelGroups,
  PanelOffers,
  PanelResult,
  PanelWith,
  ServerOrder,
  ServerPage,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { KasmApi, plainId } from '#app/provisioning/drivers/kasm/api'
import { type KasmConnection, userDomainDefault } from '#app/provisioning/drivers/kasm/config'
import type { KasmCapability } from '#app/provisioning/drivers/kasm/driver'
import { KasmMembers, withoutUser } from '#app/provisioning/drivers/kasm/members'
import { listImages, presentFor, sessionsOf } from '#app/provisioning/drivers/kasm/sessions'
import type { KasmUser, KasmZone } from '#app/provisioning/drivers/kasm/shapes'

const onlyWorkspaces: PanelFailure = { type: 'misconfigured', message: 'Kasm runs workspaces only.' }

/** One Kasm installation. What stands for a service there is a user of its own; README.md beside this file says why. */
export class KasmPanel implements PanelWith<KasmCapability> {
  private api: KasmApi
  private members: KasmMembers
  readonly sessions: PanelGroups['sessions']
  readonly usage: PanelGroups['usage']

  constructor(
    private connection: KasmConnection,
    subject: CallSubject
  ) {
    this.api = new KasmApi(connection, subject)
    this.members = new KasmMembers(this.api)
    const { sessions, usage } = sessionsOf(this.api)
    this.sessions = sessions
    this.usage = usage
  }

  readonly passwordReset: PanelGroups['passwordReset'] = {
    resetPassword: async (reference, { password }) => {
      const target_user = { user_id: reference, password }
      const changed = await this.api.act<{ user: KasmUser }>('update_user', { target_user })
      return changed.ok ? ok({ user: changed.value.user.username, password, work: null }) : changed
    },
    readWork: async () => ok('done'),
  }

  /** Running sessions keep their limits until they end. */
  readonly resize: PanelGroups['resize'] = {
    resizeServer: async (reference, spec) => {
      if (!isWorkspace(spec)) return err(onlyWorkspaces)
      const joined = await this.members.joinGroup(reference, spec.package)
      return joined.ok ? ok({ unchanged: [] }) : joined
    },
  }

  readonly signIn: PanelGroups['signIn'] = {
    makeSignInLink: async (reference) => {
      const made = await this.api.act<{ url?: string }>('get_login', { target_user: { user_id: reference } })
      if (!made.ok) return made
      const url = made.value.url ?? ''
      const isOurs = URL.canParse(url) && new URL(url).host === new URL(this.api.root).host
      if (isOurs) return ok({ url })
      return err({ type: 'misconfigured', message: 'Kasm answered with an address on another host.' })
    },
  }

  async checkConnection(): PanelResult<ConnectionReport> {
    const groups = await this.members.listGroups()
    if (!groups.ok) return groups
    const images = await listImages(this.api)
    if (!images.ok) return images
    const users = await this.members.listUsers()
    if (!users.ok) return users
    return ok({
      packages: groups.value.map(({ name }) => name),
      groups: images.value.map(({ friendly_name }) => friendly_name),
      warnings:
        groups.value.length > 0 ? [] : ["There is no group besides the system's own: plans are groups."],
    })
  }

  async listOffers(): PanelResult<PanelOffers> {
    const groups = await this.members.listGroups()
    if (!groups.ok) return groups
    const images = await listImages(this.api)
    if (!images.ok) return images
    // Nice to know: a key that may not list them sells all the same.
    const zones = await this.api.ask<{ zones?: KasmZone[] | null }>('get_zones', { brief: true })
    return ok({
      packages: groups.value.map(({ group_id, name }) => ({
        reference: plainId(group_id),
        name,
        isOpen: true,
        sizes: {},
      })),
      images: images.value.map(({ image_id, friendly_name, categories }) => ({
        reference: plainId(image_id),
        name: friendly_name,
        group: Array.isArray(categories) ? (categories[0] ?? '') : (categories ?? ''),
        isEndOfLife: false,
        variables: [],
      })),
      locations: ((zones.ok && zones.value.zones) || []).map(({ zone_id, zone_name }) => ({
        reference: plainId(zone_id),
        name: zone_name,
      })),
      inventory: [],
    })
  }

  /** Kasm has no customers: each service is a user of its own, made with the service. */
  async findOrCreateUser({ number }: PanelCustomer): PanelResult<ServerReference> {
    return ok({ reference: `customer-${number}` })
  }

  /** A user who was made and not put into their group is found by the next try and put there. */
  async createServer(order: ServerOrder): PanelResult<CreatedServer> {
    const { spec, userReference, customer, password } = order
    if (!isWorkspace(spec)) return err(onlyWorkspaces)
    const group = await this.members.findGroup(spec.package)
    if (!group.ok) return group
    const username = this.usernameOf(order.tag)
    const [first_name, ...others] = customer.name.trim().split(/\s+/)
    const created = await this.api.act<{ user?: KasmUser }>('create_user', {
      target_user: {
        username,
        password,
        first_name: first_name ?? '',
        last_name: others.join(' '),
        organization: userReference,
        phone: '',
        locked: false,
        disabled: false,
      },
    })
    if (!created.ok && created.error.type === 'unknown') return created
    const user =
      created.ok && created.value.user ? ok(created.value.user) : await this.members.findUser(username)
    if (!user.ok) return user
    if (!user.value) return created.ok ? err(withoutUser) : created
    const reference = plainId(user.value.user_id)
    const joined = await this.members.joinGroup(reference, spec.package)
    return joined.ok ? ok({ reference, credentials: { user: username, password } }) : joined
  }

  /** Of a user who is there already the password is set again: the same for each try, so nothing changes by it. */
  async findCreatedServer(lost: LostServer): PanelResult<CreatedServer | null> {
    const username = this.usernameOf(lost.tag)
    const user = await this.members.findUser(username)
    if (!user.ok || user.value === null) return user.ok ? ok(null) : user
    const reference = plainId(user.value.user_id)
    if (lost.knownReferences.includes(reference)) return ok(null)
    const joined = await this.members.joinGroup(reference, lost.spec.package)
    if (!joined.ok) return joined
    return ok({ reference, credentials: { user: username, password: lost.password } })
  }

  async observeServer(reference: string): PanelResult<ObservedServer> {
    const user = await this.members.readUser(reference)
    if (!user.ok) return user
    const { username, disabled, created } = user.value
    return ok({
      reference,
      state: disabled ? 'suspended' : 'running',
      isBusy: false,
      power: 'unknown',
      addresses: [],
      builtAt: created ?? null,
      adminUser: username,
      name: tagIn(username),
      facts: { workspace_user: username, panel_url: this.api.root },
    })
  }

  /** Everything in one answer: Kasm has no pages. */
  async listServers(): PanelResult<ServerPage> {
    const users = await this.members.listUsers()
    return users.ok ? ok({ servers: users.value.map(showUser), next: null }) : users
  }

  /** Closed first, so that nothing begins anew while what runs is ended. */
  async suspendServer(reference: string): PanelResult<void> {
    const closed = await this.api.act('update_user', { target_user: { user_id: reference, disabled: true } })
    if (!closed.ok) return closed
    const left = await this.api.act('logout_user', { target_user: { user_id: reference } })
    if (!left.ok) return left
    return this.endSessions(reference)
  }

  async resumeServer(reference: string): PanelResult<void> {
    const target_user = { user_id: reference, disabled: false, locked: false }
    const opened = await this.api.act('update_user', { target_user })
    return opened.ok ? ok() : opened
  }

  async removeServer(reference: string): PanelResult<void> {
    const ended = await this.endSessions(reference)
    if (!ended.ok) return ended
    const removed = await this.api.act('delete_user', { target_user: { user_id: reference }, force: true })
    return removed.ok || removed.error.type === 'gone' ? ok() : removed
  }

  /** What is stopped as well: it could be taken up again. One that cannot be ended does not keep the others running. */
  private async endSessions(reference: string): PanelResult<void> {
    const sessions = await presentFor(this.api, reference)
    if (!sessions.ok) return sessions
    let outcome: Awaited<PanelResult<void>> = ok()
    for (const { kasm_id } of sessions.value) {
      const ended = await this.sessions.endSession(reference, kasm_id)
      if (outcome.ok) outcome = ended
    }
    return outcome
  }

  private usernameOf(tag: string): string {
    return `${tag}@${this.connection.config.userDomain ?? userDomainDefault}`
  }
}

function isWorkspace(spec: ServiceSpec): spec is WorkspaceSpec {
  return kindOf(spec) === 'workspace'
}

function tagIn(username: string): string {
  return username.split('@')[0] ?? username
}

function showUser({ user_id, username, disabled, groups = [] }: KasmUser): ListedServer {
  return {
    reference: plainId(user_id),
    name: tagIn(username),
    ownerReference: null,
    ownerEmail: null,
    isSuspended: Boolean(disabled),
    isUnfinished: false,
    sizes: {},
    package: groups.find(({ name }) => name !== 'All Users')?.name ?? null,
  }
}
