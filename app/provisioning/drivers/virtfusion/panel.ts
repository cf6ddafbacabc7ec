import { err, ok } from '#app/shared/result'
import type {
  CallSubject,
  ConnectionReport,
  LostServer,
  ObservedServer,
  PanelConnection,
  PanelCustomer,
  PanelResult,
  PowerAction,
  ServerBuild,
  ServerCredentials,
  ServerOrder,
  ServerPanel,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { matchIpv4Count } from '#app/provisioning/drivers/virtfusion/addresses'
import { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import { readCapacity } from '#app/provisioning/drivers/virtfusion/capacity'
import { VirtfusionCatalogue } from '#app/provisioning/drivers/virtfusion/catalogue'
import { VirtfusionLinks } from '#app/provisioning/drivers/virtfusion/links'
import { readServer } from '#app/provisioning/drivers/virtfusion/observation'
import { isCandidate, recogniseServer } from '#app/provisioning/drivers/virtfusion/recognition'
import type {
  VirtfusionResources,
  VirtfusionServer,
  VirtfusionServerRow,
  VirtfusionUser,
  VirtfusionWork,
} from '#app/provisioning/drivers/virtfusion/shapes'

/** One VirtFusion panel. What the panel says and means is in README.md beside this file. */
export class VirtfusionPanel implements ServerPanel {
  private api: VirtfusionApi
  private catalogue: VirtfusionCatalogue
  private links: VirtfusionLinks

  constructor(
    private connection: PanelConnection,
    subject: CallSubject
  ) {
    this.api = new VirtfusionApi(connection, subject)
    this.catalogue = new VirtfusionCatalogue(this.api, connection.baseUrl)
    this.links = new VirtfusionLinks(this.api, connection.baseUrl)
  }

  /** A good token alone proves no rights, so what selling needs is asked for as well. */
  async checkConnection(): PanelResult<ConnectionReport> {
    const connected = await this.api.call('GET', '/connect')
    if (!connected.ok) return connected
    const packages = await this.catalogue.listPackages()
    if (!packages.ok) return packages
    const groups = await this.catalogue.listGroups()
    if (!groups.ok) return groups
    return ok({
      packages: packages.value.filter((candidate) => candidate.enabled).map((candidate) => candidate.name),
      groups: groups.value.filter((group) => group.enabled).map((group) => group.name),
    })
  }

  async readCapacity() {
    const group = await this.catalogue.findGroup(this.connection.config.group ?? null)
    if (!group.ok) return group
    const rows = await this.api.list<VirtfusionResources>(
      `/compute/hypervisors/groups/${group.value.id}/resources`
    )
    return rows.ok ? ok(readCapacity(rows.value)) : rows
  }

  /** Look, create, and look again when somebody else created in between (the panel then refuses with 422). */
  async findOrCreateUser(customer: PanelCustomer): PanelResult<ServerReference> {
    const found = await this.findUser(customer)
    if (!found.ok) return found
    if (found.value) return ok(found.value)
    const created = await this.api.data<VirtfusionUser>('POST', '/users', {
      name: customer.name,
      email: customer.email,
      extRelationId: customer.number,
      sendMail: false,
    })
    if (created.ok) return ok({ reference: String(created.value.id) })
    if (created.error.type !== 'refused') return created
    const again = await this.findUser(customer)
    if (!again.ok) return again
    return again.value ? ok(again.value) : created
  }

  /** `hypervisorId` is the id of a group of machines, whatever its name says. */
  async createServer({ userReference, spec }: ServerOrder): PanelResult<ServerReference> {
    const offered = await this.catalogue.findPackage(spec.package)
    if (!offered.ok) return offered
    const group = await this.catalogue.findGroup(this.connection.config.group ?? null)
    if (!group.ok) return group
    const created = await this.api.data<VirtfusionServer>('POST', '/servers', {
      packageId: offered.value.id,
      userId: Number(userReference),
      hypervisorId: group.value.id,
      ipv4: spec.ipv4Count,
      memory: spec.memoryMb,
      storage: spec.storageGb,
      traffic: spec.trafficGb,
      cpuCores: spec.cpuCores,
    })
    return created.ok ? ok({ reference: String(created.value.id) }) : created
  }

  async findCreatedServer(lost: LostServer): PanelResult<ServerReference | null> {
    const rows = await this.api.data<VirtfusionServerRow[]>('GET', `/servers/user/${lost.userReference}`)
    if (!rows.ok) return rows
    const candidates: VirtfusionServer[] = []
    for (const row of rows.value.filter((candidate) => isCandidate(candidate, lost))) {
      const server = await this.api.data<VirtfusionServer>('GET', `/servers/${row.id}`)
      if (server.ok) candidates.push(server.value)
      else if (server.error.type !== 'gone') return server
    }
    const found = recogniseServer(candidates, lost)
    return ok(found ? { reference: String(found.id) } : null)
  }

  async nameServer(reference: string, tag: string): PanelResult<void> {
    return done(await this.api.call('PUT', `/servers/${reference}/modify/name`, { name: tag }))
  }

  /** First install and reinstall are one call. `settings.decryptedPassword` is in this answer and in no other. */
  async buildServer(reference: string, build: ServerBuild): PanelResult<ServerCredentials> {
    const template = await this.catalogue.findTemplate(reference, build.template)
    if (!template.ok) return template
    const built = await this.api.data<VirtfusionServer>('POST', `/servers/${reference}/build`, {
      operatingSystemId: template.value.id,
      name: build.tag,
      hostname: qualified(build.hostname),
      email: false,
      ipv6: true,
    })
    if (!built.ok) return built
    const password = built.value.settings?.decryptedPassword ?? ''
    return ok({ user: template.value.type === 'windows' ? 'Administrator' : 'root', password })
  }

  rebuildServer(reference: string, build: ServerBuild): PanelResult<ServerCredentials> {
    return this.buildServer(reference, build)
  }

  async observeServer(reference: string): PanelResult<ObservedServer> {
    const server = await this.api.data<VirtfusionServer>('GET', `/servers/${reference}?remoteState=true`)
    return server.ok ? ok(readServer(server.value)) : server
  }

  /** The panel lists its backup plans nowhere, so that `config.backupPlan` has to name one. */
  async startBackups(reference: string): PanelResult<void> {
    const plan = this.connection.config.backupPlan
    if (!plan) {
      const message = 'No backup plan is set for this panel, and the server was sold with backups.'
      return err({ type: 'misconfigured', message })
    }
    return done(await this.api.call('PUT', `/servers/${reference}/backups/plan/${plan}`))
  }

  suspendServer(reference: string): PanelResult<void> {
    return this.switchSuspension(reference, { path: 'suspend', wanted: true })
  }

  resumeServer(reference: string): PanelResult<void> {
    return this.switchSuspension(reference, { path: 'unsuspend', wanted: false })
  }

  /** Without `delay` the panel keeps the server for minutes of grace: it is always sent. */
  async removeServer(reference: string): PanelResult<void> {
    const removed = done(await this.api.call('DELETE', `/servers/${reference}?delay=0`))
    return !removed.ok && removed.error.type === 'gone' ? ok() : removed
  }

  async switchPower(reference: string, action: PowerAction): PanelResult<void> {
    return done(await this.api.call('POST', `/servers/${reference}/power/${action}`))
  }

  /** Flags left out count as true. `info` lists what stayed as it was and why; older panels answer 204 without it. */
  async resizeServer(reference: string, spec: ServiceSpec): PanelResult<{ unchanged: string[] }> {
    const offered = await this.catalogue.findPackage(spec.package)
    if (!offered.ok) return offered
    const path = `/servers/${reference}/package/${offered.value.id}`
    const changed = await this.api.call<{ info?: string[] } | null>('PUT', path, { backupPlan: false })
    return changed.ok ? ok({ unchanged: changed.value?.info ?? [] }) : changed
  }

  async setIpv4Count(reference: string, count: number): PanelResult<void> {
    const server = await this.observeServer(reference)
    return server.ok ? matchIpv4Count(this.api, server.value, count) : server
  }

  async resetPassword(reference: string, user: string) {
    type Answer = { queueId: number | null; expectedPassword: string }
    const path = `/servers/${reference}/resetPassword`
    const reset = await this.api.data<Answer>('POST', path, { user, sendMail: false })
    if (!reset.ok) return reset
    const { queueId, expectedPassword } = reset.value
    return ok({ user, password: expectedPassword, work: queueId ? String(queueId) : null })
  }

  async readWork(work: string): PanelResult<'running' | 'done' | 'failed'> {
    const item = await this.api.find<VirtfusionWork>(`/queue/${work}`)
    if (!item.ok) return item
    // Finished work is not kept for ever.
    if (!item.value) return ok('done')
    if (item.value.failed) return ok('failed')
    return ok(item.value.finished ? 'done' : 'running')
  }

  listTemplates(reference: string) {
    return this.catalogue.listTemplates(reference)
  }

  openConsole(reference: string) {
    return this.links.openConsole(reference)
  }

  makeSignInLink(reference: string, customer: PanelCustomer) {
    return this.links.makeSignInLink(reference, customer)
  }

  private async findUser(customer: PanelCustomer): PanelResult<ServerReference | null> {
    const user = await this.api.find<VirtfusionUser>(`/users/${customer.number}/byExtRelation`)
    if (!user.ok) return user
    return ok(user.value ? { reference: String(user.value.id) } : null)
  }

  /** What a repeated call answers differs between panels, so a refusal is settled by looking at the server. */
  private async switchSuspension(
    reference: string,
    { path, wanted }: { path: 'suspend' | 'unsuspend'; wanted: boolean }
  ): PanelResult<void> {
    const switched = done(await this.api.call('POST', `/servers/${reference}/${path}`))
    if (switched.ok || switched.error.type !== 'refused') return switched
    const server = await this.api.data<VirtfusionServer>('GET', `/servers/${reference}`)
    if (!server.ok) return server
    return server.value.suspended === wanted ? ok() : switched
  }
}

function done<E>(answer: { ok: true; value: unknown } | { ok: false; error: E }) {
  return answer.ok ? ok() : err(answer.error)
}

/** The panel takes only names with a dot in them. */
function qualified(hostname: string): string {
  return hostname.includes('.') ? hostname : `${hostname}.local`
}
