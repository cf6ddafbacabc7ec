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
  RemovalProgress,
  ServerOrder,
  ServerPage,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import { SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import { SynergycpCatalogue } from '#app/provisioning/drivers/synergycp/catalogue'
import { changesOf } from '#app/provisioning/drivers/synergycp/changes'
import { findOrCreateClient } from '#app/provisioning/drivers/synergycp/clients'
import type { SynergycpConnection } from '#app/provisioning/drivers/synergycp/config'
import type { SynergycpCapability } from '#app/provisioning/drivers/synergycp/driver'
import { SynergycpMachines } from '#app/provisioning/drivers/synergycp/machines'
import { readHardware, readListed, readMachine } from '#app/provisioning/drivers/synergycp/observation'
import { SynergycpNames } from '#app/provisioning/drivers/synergycp/names'
import { SynergycpProvisioning } from '#app/provisioning/drivers/synergycp/provisioning'
import { SynergycpRelease } from '#app/provisioning/drivers/synergycp/release'
import type { ScpClient, ScpEntity, ScpPart, ScpServer } from '#app/provisioning/drivers/synergycp/shapes'
import { trafficOf } from '#app/provisioning/drivers/synergycp/traffic'

/** One SynergyCP installation. What the panel says and means is in README.md beside this file. */
export class SynergycpPanel implements PanelWith<SynergycpCapability> {
  private api: SynergycpApi
  private catalogue: SynergycpCatalogue
  private machines: SynergycpMachines
  private provisioning: SynergycpProvisioning
  private release: SynergycpRelease
  private names: SynergycpNames
  readonly power: PanelGroups['power']
  readonly resize: PanelGroups['resize']
  readonly reverseNames: PanelGroups['reverseNames']
  readonly blockNames: PanelGroups['blockNames'] = {}
  readonly switchPorts: PanelGroups['switchPorts']
  readonly usage: PanelGroups['usage']
  readonly trafficGraph: PanelGroups['trafficGraph']

  constructor(
    private connection: SynergycpConnection,
    subject: CallSubject
  ) {
    const api = new SynergycpApi(connection, subject)
    this.api = api
    this.catalogue = new SynergycpCatalogue(api, connection.config)
    this.machines = new SynergycpMachines(api)
    this.provisioning = new SynergycpProvisioning(api, this.catalogue, this.machines)
    const { catalogue, machines, provisioning } = this
    this.release = new SynergycpRelease({ api, catalogue, machines, provisioning })
    const changes = changesOf(api, this.machines)
    this.power = changes.power
    this.resize = changes.resize
    this.names = new SynergycpNames(api, this.machines)
    this.reverseNames = {
      setReverseName: (reference, entry) => this.names.setReverseName(reference, entry),
    }
    this.switchPorts = changes.switchPorts
    const traffic = trafficOf(api, this.machines)
    this.usage = traffic.usage
    this.trafficGraph = traffic.trafficGraph
  }

  readonly capacity: PanelGroups['capacity'] = {
    readCapacity: (wanted) => this.catalogue.readCapacity(wanted),
  }

  readonly installation: PanelGroups['installation'] = {
    buildServer: (reference, build) => this.provisioning.install(reference, build),
  }

  readonly rebuild: PanelGroups['rebuild'] = {
    rebuildServer: (reference, build) => this.provisioning.install(reference, build),
    listTemplates: () => this.catalogue.listTemplates(),
  }

  readonly hardware: PanelGroups['hardware'] = {
    readHardware: async (reference) => {
      const machine = await this.machines.find(reference)
      if (!machine.ok) return machine
      const ports = await this.machines.portsOf(machine.value)
      return ports.ok ? ok(readHardware(machine.value, ports.value)) : ports
    },
  }

  /** The key in the link is the client's own and fresh with each one. */
  readonly signIn: PanelGroups['signIn'] = {
    makeSignInLink: async (reference) => {
      const machine = await this.machines.find(reference)
      if (!machine.ok) return machine
      const owner = await this.machines.ownerOf(machine.value)
      if (!owner.ok) return owner
      const key = await this.machines.makeKey(owner.value)
      if (!key.ok) return key
      const url = new URL(`${this.connection.baseUrl.replace(/\/$/, '')}/auth/sso`)
      url.search = new URLSearchParams({
        view_type: 'server',
        view_id: String(machine.value.id),
        key: key.value.key,
      }).toString()
      return ok({ url: url.toString() })
    },
  }

  /** Reading the inventory proves the rights to sell, reading clients those to hand over. */
  async checkConnection(): PanelResult<ConnectionReport> {
    const inventory = await this.api.page<ScpServer>('/server', { query: { available: true }, perPage: 1 })
    if (!inventory.ok) return inventory.error.type === 'gone' ? err(nothingThere) : inventory
    const clients = await this.api.page<ScpClient>('/client', { perPage: 1 })
    if (!clients.ok) return clients
    const groups = await this.api.list<ScpPart>('/group')
    if (!groups.ok) return groups
    const profiles = await this.catalogue.listProfiles()
    if (!profiles.ok) return profiles
    const [group, wipe] = [await this.catalogue.findGroup(), await this.catalogue.findWipeProfile()]
    return ok({
      packages: profiles.value.map(({ name }) => name),
      groups: groups.value.map(({ name }) => name),
      warnings: [group, wipe].flatMap((found) => (found.ok ? [] : [found.error.message])),
    })
  }

  listOffers(): PanelResult<PanelOffers> {
    return this.catalogue.listOffers()
  }

  findOrCreateUser(customer: PanelCustomer): PanelResult<ServerReference> {
    return findOrCreateClient(this.api, customer)
  }

  createServer(order: ServerOrder): PanelResult<ServerReference> {
    return this.provisioning.createServer(order)
  }

  findCreatedServer(lost: LostServer): PanelResult<ServerReference | null> {
    return this.provisioning.findCreatedServer(lost)
  }

  async observeServer(reference: string): PanelResult<ObservedServer> {
    const machine = await this.machines.find(reference)
    if (!machine.ok) return machine
    const accesses = await this.machines.accessesOf(machine.value)
    if (!accesses.ok) return accesses
    const installs = await this.release.currentInstalls(machine.value)
    if (!installs.ok) return installs
    const entities = await this.api.list<ScpEntity>('/entity', { server: machine.value.id })
    if (!entities.ok) return entities
    const names = await this.names.readNames(entities.value)
    if (!names.ok) return names
    return ok(
      readMachine({
        reference,
        names: names.value,
        machine: machine.value,
        access: accesses.value[0] ?? null,
        installs: installs.value,
        entities: entities.value,
      })
    )
  }

  /** Those of our billing integration; of one datacenter, where the settings name one. */
  async listServers(page: string | null): PanelResult<ServerPage> {
    const group = await this.catalogue.findGroup()
    if (!group.ok) return group
    const rows = await this.api.page<ScpServer>('/server', {
      query: { integration_id: 'me' },
      page: page ? Number(page) : 1,
    })
    if (!rows.ok) return rows
    const ours = rows.value.rows.filter(
      (machine) => group.value === null || machine.group?.id === group.value.id
    )
    return ok({ servers: ours.map(readListed), next: rows.value.next?.toString() ?? null })
  }

  suspendServer(reference: string): PanelResult<void> {
    return this.switchAccess(reference, {
      is_active: false,
      suspension_reason: 'Suspended by the billing system.',
      auto: true,
    })
  }

  resumeServer(reference: string): PanelResult<void> {
    return this.switchAccess(reference, { is_active: true })
  }

  async removeServer(reference: string): PanelResult<RemovalProgress | void> {
    return this.release.giveBack(reference, { wipes: this.connection.config.wipesOnRelease === true })
  }

  /** Of everybody who may use it. Repeatable: what is so already is set again. */
  private async switchAccess(reference: string, body: object): PanelResult<void> {
    const machine = await this.machines.find(reference)
    if (!machine.ok) return machine
    const accesses = await this.machines.accessesOf(machine.value)
    if (!accesses.ok) return accesses
    for (const { id } of accesses.value) {
      const switched = await this.api.call('PATCH', `/server/${machine.value.id}/access/${id}`, { body })
      if (!switched.ok) return switched
    }
    return ok()
  }
}

const nothingThere = {
  type: 'misconfigured',
  message: 'Nothing answers at the address of the panel interface.',
} as const
