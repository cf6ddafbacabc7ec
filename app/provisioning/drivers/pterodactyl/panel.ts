import { err, ok } from '#app/shared/result'
import type {
  CallSubject,
  ConnectionReport,
  CreatedServer,
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
import { PterodactylApi } from '#app/provisioning/drivers/pterodactyl/api'
import { belongingsOf } from '#app/provisioning/drivers/pterodactyl/belongings'
import { readCapacity } from '#app/provisioning/drivers/pterodactyl/capacity'
import { PterodactylCatalogue } from '#app/provisioning/drivers/pterodactyl/catalogue'
import { changesOf } from '#app/provisioning/drivers/pterodactyl/changes'
import type { PterodactylConnection } from '#app/provisioning/drivers/pterodactyl/config'
import { PterodactylCreation } from '#app/provisioning/drivers/pterodactyl/creation'
import type { PterodactylCapability } from '#app/provisioning/drivers/pterodactyl/driver'
import {
  isBusy,
  readListedServer,
  readPower,
  readServer,
} from '#app/provisioning/drivers/pterodactyl/observation'
import { done, runningOf } from '#app/provisioning/drivers/pterodactyl/running'
import type {
  Item,
  PterodactylNode,
  PterodactylServer,
  PterodactylUsage,
} from '#app/provisioning/drivers/pterodactyl/shapes'
import { findOrCreateUser, userRemovalOf } from '#app/provisioning/drivers/pterodactyl/users'

/** One Pterodactyl panel. What the panel says and means is in README.md beside this file. */
export class PterodactylPanel implements PanelWith<PterodactylCapability> {
  private api: PterodactylApi
  private offers: PterodactylCatalogue
  private creation: PterodactylCreation
  readonly power: PanelGroups['power']
  readonly console: PanelGroups['console']
  readonly usage: PanelGroups['usage']
  readonly backupList: PanelGroups['backupList']
  readonly backupCreation: PanelGroups['backupCreation']
  readonly backupRestore: PanelGroups['backupRestore']
  readonly backupRemoval: PanelGroups['backupRemoval']
  readonly resize: PanelGroups['resize']
  readonly rebuild: PanelGroups['rebuild']
  readonly passwordReset: PanelGroups['passwordReset']
  readonly ownership: PanelGroups['ownership']
  readonly userRemoval: PanelGroups['userRemoval']
  readonly startup: PanelGroups['startup']
  readonly databases: PanelGroups['databases']
  readonly schedules: PanelGroups['schedules']

  constructor(
    private connection: PterodactylConnection,
    subject: CallSubject
  ) {
    this.api = new PterodactylApi(connection, subject)
    this.offers = new PterodactylCatalogue(this.api)
    this.creation = new PterodactylCreation(this.api, this.offers, connection.config)
    const running = runningOf(this.api)
    this.power = running.power
    this.console = running.console
    this.usage = running.usage
    this.backupList = running.backupList
    this.backupCreation = running.backupCreation
    this.backupRestore = running.backupRestore
    this.backupRemoval = running.backupRemoval
    const changes = changesOf(this.api, this.offers)
    this.resize = changes.resize
    this.rebuild = changes.rebuild
    this.passwordReset = changes.passwordReset
    this.ownership = changes.ownership
    this.startup = changes.startup
    this.userRemoval = userRemovalOf(this.api)
    const belongings = belongingsOf(this.api)
    this.databases = belongings.databases
    this.schedules = belongings.schedules
  }

  readonly capacity: PanelGroups['capacity'] = {
    readCapacity: async () => {
      const locations = await this.offers.locationsFor(this.connection.config.location ?? null)
      if (!locations.ok) return locations
      const nodes = await this.api.list<PterodactylNode>('/application/nodes?include=allocations')
      return nodes.ok ? ok(readCapacity(nodes.value, locations.value)) : nodes
    },
  }

  /** Both interfaces are asked: an application key alone could sell servers that nobody can start. */
  async checkConnection(): PanelResult<ConnectionReport> {
    const nodes = await this.api.list<PterodactylNode>('/application/nodes')
    if (!nodes.ok) return nodes
    const client = await this.api.call('GET', '/client')
    if (!client.ok) return client
    const offers = await this.offers.listOffers()
    if (!offers.ok) return offers
    const { location } = this.connection.config
    const { images, locations } = offers.value
    const isKnown = !location || locations.some(({ reference }) => reference === location)
    return ok({
      packages: images.map(({ name }) => name),
      groups: locations.map(({ reference }) => reference),
      warnings: [
        ...(isKnown ? [] : [`The panel has no location called "${location}".`]),
        ...(nodes.value.some((node) => node.public)
          ? []
          : ['No node is public: nothing can be placed by itself.']),
      ],
    })
  }

  listOffers(): PanelResult<PanelOffers> {
    return this.offers.listOffers()
  }

  findOrCreateUser(customer: PanelCustomer): PanelResult<ServerReference> {
    return findOrCreateUser(this.api, customer)
  }

  createServer(order: ServerOrder): PanelResult<CreatedServer> {
    return this.creation.createServer(order)
  }

  async findCreatedServer(lost: LostServer): PanelResult<CreatedServer | null> {
    const found = await this.creation.findByMark(lost.tag)
    if (!found.ok || found.value === null) return found
    return lost.knownReferences.includes(found.value.reference) ? ok(null) : found
  }

  async observeServer(reference: string): PanelResult<ObservedServer> {
    const path = `/application/servers/${reference}?include=allocations,node,user`
    const answer = await this.api.onServer<Item<PterodactylServer>>('GET', path)
    if (!answer.ok) return answer
    const server = answer.value.attributes
    const { root } = this.api
    // The client interface is closed meanwhile.
    if (server.status !== null) return ok(readServer(server, { power: 'stopped', root }))
    const usage = await this.api.call<Item<PterodactylUsage>>(
      'GET',
      `/client/servers/${server.identifier}/resources`
    )
    // A daemon that is away makes the power unknown, not the server.
    const power = usage.ok ? readPower(usage.value.attributes.current_state) : 'unknown'
    return ok(readServer(server, { power, root }))
  }

  async listServers(page: string | null): PanelResult<ServerPage> {
    const rows = await this.api.page<PterodactylServer>(
      '/application/servers?include=user',
      page ? Number(page) : 1
    )
    if (!rows.ok) return rows
    return ok({ servers: rows.value.rows.map(readListedServer), next: rows.value.next?.toString() ?? null })
  }

  /** Its state is one column: suspending during an installation would lose that, so it waits. */
  async suspendServer(reference: string): PanelResult<void> {
    const server = await this.api.onServer<Item<PterodactylServer>>(
      'GET',
      `/application/servers/${reference}`
    )
    if (!server.ok) return server
    if (isBusy(server.value.attributes.status)) {
      return err({ type: 'retry_later', message: 'The server is still being worked on.' })
    }
    return done(await this.api.onServer('POST', `/application/servers/${reference}/suspend`))
  }

  async resumeServer(reference: string): PanelResult<void> {
    return done(await this.api.onServer('POST', `/application/servers/${reference}/unsuspend`))
  }

  async removeServer(reference: string): PanelResult<void> {
    const path = `/application/servers/${reference}`
    const removed = done(await this.api.onServer('DELETE', path))
    if (removed.ok || removed.error.type === 'gone') return ok()
    if (removed.error.type !== 'retry_later' || !this.connection.config.forceRemoval) return removed
    const forced = done(await this.api.onServer('DELETE', `${path}/force`))
    return !forced.ok && forced.error.type === 'gone' ? ok() : forced
  }
}
