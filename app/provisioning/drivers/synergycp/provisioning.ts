import type { DedicatedSpec } from '#app/catalogue/index'
import { err, ok } from '#app/shared/result'
import type {
  LostServer,
  PanelFailure,
  PanelResult,
  ServerBuild,
  ServerCredentials,
  ServerOrder,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import type { SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import type { SynergycpCatalogue } from '#app/provisioning/drivers/synergycp/catalogue'
import type { SynergycpMachines } from '#app/provisioning/drivers/synergycp/machines'
import { hasFailed } from '#app/provisioning/drivers/synergycp/observation'
import { reservedPrefix, writeReference } from '#app/provisioning/drivers/synergycp/reference'
import type { ScpInstall, ScpProfile, ScpServer } from '#app/provisioning/drivers/synergycp/shapes'

const onlyMachines: PanelFailure = {
  type: 'misconfigured',
  message: 'SynergyCP runs dedicated servers only.',
}
const noMachine: PanelFailure = {
  type: 'refused',
  reason: 'no_capacity',
  message: 'No free machine has the ordered parts.',
}
const noBlock: PanelFailure = {
  type: 'refused',
  reason: 'no_capacity',
  message: 'There is a free machine, but no free block of addresses for it.',
}

/** Machines that are looked at, one after the other, when somebody else takes one at the same moment. */
const candidates = 5

/** How a machine is handed over: a free one is picked, assigned with its disks wiped, and its system is installed. */
export class SynergycpProvisioning {
  constructor(
    private api: SynergycpApi,
    private catalogue: SynergycpCatalogue,
    private machines: SynergycpMachines
  ) {}

  /** The billing id is the only guard against a second machine, so it is asked for before anything is taken. */
  async createServer(order: ServerOrder): PanelResult<ServerReference> {
    const { spec } = order
    if (spec.kind !== 'dedicated') return err(onlyMachines)
    const known = await this.find(order.tag)
    if (!known.ok || known.value) return known.ok ? ok(known.value!) : known
    const wipe = await this.catalogue.findWipeProfile()
    if (!wipe.ok) return wipe
    const free = await this.catalogue.findFree(spec, candidates)
    if (!free.ok) return free
    if (free.value.rows.length === 0) return err(noMachine)
    const blocks = await this.catalogue.countFreeBlocks(spec)
    if (!blocks.ok) return blocks
    if (blocks.value === 0) return err(noBlock)
    return this.takeOne(order, { spec, wipe: wipe.value, free: free.value.rows })
  }

  async findCreatedServer({ tag, knownReferences }: LostServer): PanelResult<ServerReference | null> {
    const found = await this.find(tag)
    if (!found.ok || !found.value) return found
    return ok(knownReferences.includes(found.value.reference) ? null : found.value)
  }

  /**
   * Queues the system behind the wiping of the disks. A repeat finds the reload that an earlier try began and keeps to it: the password is
   * the same for every try. The name says when it is done with: without it a lost answer could not be told from none.
   */
  async install(reference: string, build: ServerBuild): PanelResult<ServerCredentials> {
    const machine = await this.machines.find(reference)
    if (!machine.ok) return machine
    const profile = await this.catalogue.findProfile(build.template)
    if (!profile.ok) return profile
    const edition = await this.catalogue.findEdition(profile.value, editionOf(build))
    if (!edition.ok) return edition
    const begun = await this.beginReload(machine.value, {
      profile: profile.value,
      editionId: edition.value,
      password: build.password,
    })
    if (!begun.ok) return begun
    const named = await this.rename(machine.value, build.hostname)
    if (!named.ok) return named
    const user = /windows/i.test(profile.value.name) ? 'Administrator' : 'root'
    return ok({ user, password: build.password })
  }

  async rename({ id, nickname }: ScpServer, name: string): PanelResult<void> {
    if (nickname === name) return ok()
    const named = await this.api.call('PATCH', `/server/${id}`, { body: { nickname: name } })
    return named.ok ? ok() : named
  }

  /** What failed is forgotten first: it would stay in the list and be taken for this one. */
  async beginReload(
    machine: ScpServer,
    wish: { profile: ScpProfile; editionId: number | null; password?: string }
  ): PanelResult<void> {
    const installs = await this.machines.installsOf(machine)
    if (!installs.ok) return installs
    const open: ScpInstall[] = []
    for (const install of installs.value) {
      if (!hasFailed(install)) open.push(install)
      else {
        const forgotten = await this.api.call('DELETE', `/server/${machine.id}/install/${install.id}`)
        if (!forgotten.ok && forgotten.error.type !== 'gone') return forgotten
      }
    }
    const { profile, editionId, password } = wish
    if (open.some((install) => install.profile?.id === profile.id)) return ok()
    const last = open.at(-1)
    const begun = await this.api.call('POST', `/server/${machine.id}/install`, {
      body: {
        pxe_profile_id: profile.id,
        ...(editionId === null ? {} : { edition_id: editionId }),
        ...(password ? { password } : {}),
        // The vendor's own clients chain in two ways; each is understood.
        ...(last ? { queue: true, parent: { id: last.id } } : {}),
      },
    })
    return begun.ok ? ok() : begun
  }

  private async takeOne(
    order: ServerOrder,
    { spec, wipe, free }: { spec: DedicatedSpec; wipe: ScpProfile; free: ScpServer[] }
  ): PanelResult<ServerReference> {
    let refusal: PanelFailure = noMachine
    for (const machine of free) {
      const taken = await this.api.call<{ server?: ScpServer } | null>('POST', '/server/provision', {
        body: provisionBody(order, { spec, wipe, machine }),
      })
      if (taken.ok) {
        const server = taken.value?.server?.id ?? machine.id
        return ok({ reference: writeReference({ server, billingId: order.tag }) })
      }
      // Somebody else took this one; which status that has is not documented.
      if (taken.error.type !== 'refused') return taken
      refusal = taken.error
    }
    return err(refusal)
  }

  private async find(tag: string): PanelResult<ServerReference | null> {
    const found = await this.machines.byBillingId(tag)
    if (!found.ok) return found
    const [machine] = found.value
    return ok(machine ? { reference: writeReference({ server: machine.id, billingId: tag }) } : null)
  }
}

/** The form in billing codes, as the vendor's own billing module sends it. */
function provisionBody(
  { tag, userReference, hostname }: ServerOrder,
  { spec, wipe, machine }: { spec: DedicatedSpec; wipe: ScpProfile; machine: ScpServer }
) {
  return {
    client_id: Number(userReference),
    server_id: machine.id,
    ...(spec.ipBlock ? { ips_billing: spec.ipBlock } : {}),
    pxe_profile_billing: wipe.billing_id ?? wipe.name,
    ...(spec.portSpeed ? { port_speed_billing: spec.portSpeed } : {}),
    nickname: `${reservedPrefix}${hostname}`,
    server: { fields: {} },
    billing: { id: tag, max_bandwidth: spec.trafficGb > 0 ? `${spec.trafficGb}GB` : '' },
    access: { pxe: true, ipmi: true, switch: true },
  }
}

/** The edition was chosen with the system that was bought; another system has its own. */
function editionOf({ spec, template }: ServerBuild): string {
  return spec.kind === 'dedicated' && spec.template === template ? spec.edition : ''
}
