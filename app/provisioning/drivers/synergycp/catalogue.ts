import { type DedicatedSpec, stockKeyOf } from '#app/catalogue/index'
import { err, ok } from '#app/shared/result'
import type { PanelCapacity } from '#app/provisioning/domain/capacity'
import type {
  OfferedImage,
  OfferedMachine,
  OsTemplate,
  PanelOffers,
  PanelResult,
} from '#app/provisioning/drivers/contract'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import type { Query, SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import { type SynergycpConfig, wipeProfileDefault } from '#app/provisioning/drivers/synergycp/config'
import type {
  ScpEdition,
  ScpEntity,
  ScpPart,
  ScpProfile,
  ScpServer,
} from '#app/provisioning/drivers/synergycp/shapes'

/** What stands in the racks and what can be installed on it, found by the billing codes that our catalogue uses. */
export class SynergycpCatalogue {
  constructor(
    private api: SynergycpApi,
    private config: SynergycpConfig
  ) {}

  /** The datacenter of the settings; null sells from all of them. */
  async findGroup(): PanelResult<ScpPart | null> {
    const { group: wanted } = this.config
    if (!wanted) return ok(null)
    const groups = await this.api.list<ScpPart>('/group')
    if (!groups.ok) return groups
    const found = groups.value.find(({ id, name, billing_id: code }) =>
      [String(id), name, code].includes(wanted)
    )
    return found
      ? ok(found)
      : err({ type: 'misconfigured', message: `The panel has no datacenter called "${wanted}".` })
  }

  /** Free machines with exactly these parts. One with a disk more is another machine. */
  async findFree(spec: DedicatedSpec, perPage: number): PanelResult<{ rows: ScpServer[]; total: number }> {
    const group = await this.findGroup()
    if (!group.ok) return group
    return this.api.page<ScpServer>('/server', { query: partsOf(spec, group.value), perPage })
  }

  /** Free blocks of addresses. A machine without one cannot be sold: the vendor counts that as out of stock as well. */
  async countFreeBlocks(spec: DedicatedSpec): PanelResult<number> {
    if (spec.ipBlock === '') return ok(Number.MAX_SAFE_INTEGER)
    const group = await this.findGroup()
    if (!group.ok) return group
    const blocks = await this.api.page<ScpEntity>('/entity', {
      query: {
        billing_id: spec.ipBlock,
        server: 'none',
        ...(group.value?.billing_id ? { 'group[billing]': [group.value.billing_id] } : {}),
        ...(group.value && !group.value.billing_id ? { ip_group: group.value.id } : {}),
      },
      perPage: 1,
    })
    return blocks.ok ? ok(blocks.value.total) : blocks
  }

  /** How many of each wanted sort there are, with addresses for them. */
  async readCapacity(wanted: readonly ServiceSpec[]): PanelResult<PanelCapacity> {
    const stock: Record<string, number> = {}
    for (const spec of wanted) {
      if (spec.kind !== 'dedicated' || stockKeyOf(spec) in stock) continue
      const free = await this.findFree(spec, 1)
      if (!free.ok) return free
      const blocks = await this.countFreeBlocks(spec)
      if (!blocks.ok) return blocks
      stock[stockKeyOf(spec)] = Math.min(free.value.total, blocks.value)
    }
    return ok({ machines: [], ipv4: null, stock })
  }

  /** Profiles that clients may start; what only staff use (wiping, rescue) is not offered. */
  async listProfiles(): PanelResult<ScpProfile[]> {
    const profiles = await this.api.list<ScpProfile>('/pxe/profile')
    if (!profiles.ok) return profiles
    return ok(profiles.value.filter(({ access_client: isOpen }) => isOpen !== false))
  }

  /** By its billing code, as the catalogue names it, or by its name, as the panel shows it. */
  async findProfile(wanted: string): PanelResult<ScpProfile> {
    const profiles = await this.api.list<ScpProfile>('/pxe/profile')
    if (!profiles.ok) return profiles
    const found = profiles.value.find(({ name, billing_id: code }) => code === wanted || name === wanted)
    return found
      ? ok(found)
      : err({ type: 'misconfigured', message: `The panel offers no reload profile called "${wanted}".` })
  }

  /** How long each profile may say nothing, by its id. */
  async allowedMinutes(): PanelResult<Map<number, number>> {
    const profiles = await this.api.list<ScpProfile>('/pxe/profile')
    if (!profiles.ok) return profiles
    return ok(
      new Map(profiles.value.flatMap(({ id, time_until_marked_failed: time }) => (time ? [[id, time]] : [])))
    )
  }

  findWipeProfile(): PanelResult<ScpProfile> {
    return this.findProfile(this.config.wipeProfile ?? wipeProfileDefault)
  }

  /** Systems that come as an image have editions, one of which must be named. */
  async findEdition(profile: ScpProfile, wanted: string): PanelResult<number | null> {
    if (!profile.iso) return ok(null)
    const editions = await this.api.list<ScpEdition>(`/pxe/iso/${profile.iso.id}/edition`, {
      is_enabled: true,
    })
    if (!editions.ok) return editions
    const found = editions.value.find(({ key }) => key === wanted) ?? (wanted ? undefined : editions.value[0])
    return found
      ? ok(found.id)
      : err({ type: 'misconfigured', message: `${profile.name} has no edition called "${wanted}".` })
  }

  async listTemplates(): PanelResult<OsTemplate[]> {
    const profiles = await this.listProfiles()
    if (!profiles.ok) return profiles
    return ok(
      profiles.value.map(({ name }) => ({ name, group: groupOf(name), variant: '', isEndOfLife: false }))
    )
  }

  async listOffers(): PanelResult<PanelOffers> {
    const groups = await this.api.list<ScpPart>('/group')
    if (!groups.ok) return groups
    const profiles = await this.listProfiles()
    if (!profiles.ok) return profiles
    const codes = await this.readCodes()
    if (!codes.ok) return codes
    const machines = await this.api.list<ScpServer>('/server', { available: true })
    if (!machines.ok) return machines
    return ok({
      packages: [],
      locations: groups.value.map(({ id, name }) => ({ reference: String(id), name })),
      images: profiles.value.map(toImage),
      inventory: countAlike(machines.value, codes.value),
    })
  }

  /** Billing codes of parts by their ids: a machine's own parts may come without. */
  private async readCodes(): PanelResult<Map<number, string>> {
    const parts = await this.api.list<ScpPart>('/part')
    if (!parts.ok) return parts
    return ok(new Map(parts.value.flatMap(({ id, billing_id: code }) => (code ? [[id, code]] : []))))
  }
}

function partsOf(spec: DedicatedSpec, group: ScpPart | null): Query {
  return {
    available: true,
    'parts[exact]': true,
    force_refresh_count: true,
    cpu_billing: spec.cpu,
    mem_billing: spec.memory,
    disks_billing: spec.disks,
    addons_billing: spec.addOns,
    ...(group?.billing_id ? { ip_group_billing: [group.billing_id] } : {}),
    ...(group && !group.billing_id ? { ip_group: group.id } : {}),
  }
}

/** Machines of one place that are made of the same parts; empty bays are parts called None. */
function countAlike(machines: ScpServer[], codes: Map<number, string>): OfferedMachine[] {
  const found = new Map<string, OfferedMachine>()
  const codeOf = (part: ScpPart | null | undefined) =>
    part ? (part.billing_id ?? codes.get(part.id) ?? part.name) : ''
  for (const machine of machines) {
    const disks = fittedParts(machine.disks)
    const addOns = fittedParts(machine.addons)
    const stockKey = stockKeyOf({
      cpu: codeOf(machine.cpu),
      memory: codeOf(machine.mem),
      disks: disks.map(codeOf),
      addOns: addOns.map(codeOf),
    })
    const location = machine.group?.name ?? ''
    const known = found.get(`${location}/${stockKey}`)
    if (known) known.free += 1
    else {
      const description = describeParts(machine)
      found.set(`${location}/${stockKey}`, { stockKey, description, location, free: 1 })
    }
  }
  return [...found.values()]
}

export function fittedParts(parts: (ScpPart | null)[] | undefined): ScpPart[] {
  return (parts ?? []).filter((part): part is ScpPart => part !== null && part.name !== 'None')
}

/** `AMD EPYC 9354P, 256 GB, 4 × 3.84 TB NVMe`. */
export function describeParts({ cpu, mem, disks, addons }: ScpServer): string {
  const alike = [...fittedParts(disks), ...fittedParts(addons)].reduce(
    (counts, { name }) => counts.set(name, (counts.get(name) ?? 0) + 1),
    new Map<string, number>()
  )
  const rest = [...alike].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name))
  return [cpu?.name, mem?.name, ...rest].filter(Boolean).join(', ')
}

function toImage({ id, name }: ScpProfile): OfferedImage {
  return { reference: String(id), name, group: groupOf(name), isEndOfLife: false, variables: [] }
}

function groupOf(name: string): string {
  return name.split(' ')[0] ?? ''
}
