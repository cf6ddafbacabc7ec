import { err, ok } from '#app/shared/result'
import type {
  CallSubject,
  ConnectionReport,
  LostServer,
  ObservedServer,
  PanelCustomer,
  PanelGroups,
  PanelOffers,
  PanelResult,
  PanelWith,
  ServerOrder,
  ServerPage,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import { addressesOf } from '#app/provisioning/drivers/virtfusion/addresses'
import { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import { readCapacity } from '#app/provisioning/drivers/virtfusion/capacity'
import { VirtfusionCatalogue } from '#app/provisioning/drivers/virtfusion/catalogue'
import { changesOf } from '#app/provisioning/drivers/virtfusion/changes'
import type { VirtfusionConnection } from '#app/provisioning/drivers/virtfusion/config'
import { copiesOf } from '#app/provisioning/drivers/virtfusion/copies'
import { VirtfusionCreation } from '#app/provisioning/drivers/virtfusion/creation'
import { VirtfusionLinks } from '#app/provisioning/drivers/virtfusion/links'
import { readListedServer, readServer } from '#app/provisioning/drivers/virtfusion/observation'
import { findOrCreateUser, keysOf, userRemovalOf } from '#app/provisioning/drivers/virtfusion/users'
import type { VirtfusionCapability } from '#app/provisioning/drivers/virtfusion/driver'
import type { VirtfusionResources, VirtfusionServer } from '#app/provisioning/drivers/virtfusion/shapes'

/** One VirtFusion panel. What the panel says and means is in README.md beside this file. */
export class VirtfusionPanel implements PanelWith<VirtfusionCapability> {
  private api: VirtfusionApi
  private offers: VirtfusionCatalogue
  private creation: VirtfusionCreation
  private links: VirtfusionLinks
  readonly power: PanelGroups['power']
  readonly resize: PanelGroups['resize']
  readonly passwordReset: PanelGroups['passwordReset']
  readonly ownership: PanelGroups['ownership']
  readonly extraTraffic: PanelGroups['extraTraffic']
  readonly usage: PanelGroups['usage']
  readonly extraAddresses: PanelGroups['extraAddresses']
  readonly reverseNames: PanelGroups['reverseNames']
  readonly blockNames: PanelGroups['blockNames'] = {}
  readonly backups: PanelGroups['backups']
  readonly backupList: PanelGroups['backupList']
  readonly sshKeys: PanelGroups['sshKeys']
  readonly userRemoval: PanelGroups['userRemoval']

  constructor(
    private connection: VirtfusionConnection,
    subject: CallSubject
  ) {
    const api = new VirtfusionApi(connection, subject)
    this.api = api
    this.offers = new VirtfusionCatalogue(api, connection.baseUrl)
    this.creation = new VirtfusionCreation(api, this.offers, connection.config)
    this.links = new VirtfusionLinks(api, connection.baseUrl)
    const changes = changesOf(api, this.offers)
    this.power = changes.power
    this.resize = changes.resize
    this.passwordReset = changes.passwordReset
    this.ownership = changes.ownership
    const observe = (reference: string) => this.observeServer(reference)
    const { reverseNames, networkNames } = connection.config
    const addresses = addressesOf(api, {
      observe,
      mayNameBack: reverseNames === true,
      mayNameSixth: networkNames === true,
    })
    this.extraAddresses = addresses.extraAddresses
    this.reverseNames = addresses.reverseNames
    const copies = copiesOf(api, connection.config.backupPlan ?? null)
    this.backups = copies.backups
    this.backupList = copies.backupList
    this.usage = copies.usage
    this.extraTraffic = copies.extraTraffic
    this.sshKeys = keysOf(api)
    this.userRemoval = userRemovalOf(api)
  }

  readonly capacity: PanelGroups['capacity'] = {
    readCapacity: async () => {
      const group = await this.offers.findGroup(this.connection.config.group ?? null)
      if (!group.ok) return group
      const path = `/compute/hypervisors/groups/${group.value.id}/resources`
      const rows = await this.api.list<VirtfusionResources>(path)
      return rows.ok ? ok(readCapacity(rows.value)) : rows
    },
  }

  readonly naming: PanelGroups['naming'] = {
    nameServer: async (reference, tag) =>
      done(await this.api.call('PUT', `/servers/${reference}/modify/name`, { name: tag })),
  }

  readonly installation: PanelGroups['installation'] = {
    buildServer: (reference, build) => this.creation.buildServer(reference, build),
  }

  readonly rebuild: PanelGroups['rebuild'] = {
    rebuildServer: (reference, build) => this.creation.buildServer(reference, build),
    listTemplates: (reference) => this.offers.listTemplates(reference),
  }

  readonly console: PanelGroups['console'] = {
    openConsole: (reference) => this.links.openConsole(reference),
  }

  readonly signIn: PanelGroups['signIn'] = {
    makeSignInLink: (reference, customer) => this.links.makeSignInLink(reference, customer),
  }

  /** A good token alone proves no rights, so what selling needs is asked for as well. */
  async checkConnection(): PanelResult<ConnectionReport> {
    const connected = await this.api.call('GET', '/connect')
    if (!connected.ok) return connected
    const packages = await this.offers.listPackages()
    if (!packages.ok) return packages
    const groups = await this.offers.listGroups()
    if (!groups.ok) return groups
    const { group, backupPlan } = this.connection.config
    const isKnown = !group || groups.value.some(({ id, name }) => name === group || String(id) === group)
    return ok({
      packages: packages.value.filter((candidate) => candidate.enabled).map((candidate) => candidate.name),
      groups: groups.value.filter((candidate) => candidate.enabled).map((candidate) => candidate.name),
      warnings: [
        ...(isKnown ? [] : [`The panel has no group of machines called "${group}".`]),
        ...(backupPlan ? [] : ['No backup plan is set: servers with backups cannot be handed over.']),
      ],
    })
  }

  async listOffers(): PanelResult<PanelOffers> {
    return this.offers.listOffers()
  }

  findOrCreateUser(customer: PanelCustomer): PanelResult<ServerReference> {
    return findOrCreateUser(this.api, customer, this.connection.config)
  }

  createServer(order: ServerOrder): PanelResult<ServerReference> {
    return this.creation.createServer(order)
  }

  findCreatedServer(lost: LostServer): PanelResult<ServerReference | null> {
    return this.creation.findCreatedServer(lost)
  }

  async observeServer(reference: string): PanelResult<ObservedServer> {
    const server = await this.api.data<VirtfusionServer>('GET', `/servers/${reference}?remoteState=true`)
    return server.ok ? ok(readServer(server.value)) : server
  }

  /** `type=full` rows are whole servers; a `simple` row says neither owner nor sizes. */
  async listServers(page: string | null): PanelResult<ServerPage> {
    const rows = await this.api.page<VirtfusionServer>('/servers?type=full', page ? Number(page) : 1)
    if (!rows.ok) return rows
    return ok({ servers: rows.value.rows.map(readListedServer), next: rows.value.next?.toString() ?? null })
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

  /** What a repeated call answers differs between panels, so a refusal is settled by looking at the server. */
  private async switchSuspension(
    reference: string,
    { path, wanted }: { path: 'suspend' | 'unsuspend'; wanted: boolean }
  ): PanelResult<void> {
    const switched = done(await this.api.call('POST', `/servers/${reference}/${path}`))
    if (switched.ok || switched.error.type !== 'refused') return switched
    const server = await this.api.data<VirtfusionServer>('GET', `/servers/${reference}`)
    if (!server.ok) return server
    return Boolean(server.value.suspended) === wanted ? ok() : switched
  }
}

export function done<E>(answer: { ok: true; value: unknown } | { ok: false; error: E }) {
  return answer.ok ? ok() : err(answer.error)
}
