import { isWithin, readAddress } from '#app/network/index'
import type {
  ListedServer,
  ObservedServer,
  ServerAddress,
  ServerHardware,
} from '#app/provisioning/drivers/contract'
import { describeParts, fittedParts } from '#app/provisioning/drivers/synergycp/catalogue'
import { plainName, stageOf, writeReference } from '#app/provisioning/drivers/synergycp/reference'
import type {
  ScpAccess,
  ScpEntity,
  ScpInstall,
  ScpPart,
  ScpPort,
  ScpServer,
} from '#app/provisioning/drivers/synergycp/shapes'

interface Seen {
  reference: string
  machine: ScpServer
  access: ScpAccess | null
  installs: ScpInstall[]
  entities: ScpEntity[]
  /** Names that addresses point back to; null where the panel writes none. */
  names: Map<string, string> | null
}

/** Nothing tells whether a machine is switched on. A finished reload leaves the list, so that nothing in it means that it is done. */
export function readMachine({ reference, machine, access, installs, entities, names }: Seen): ObservedServer {
  const stage = stageOf(machine.nickname)
  const open = installs.filter((install) => !hasFailed(install) && percentOf(install) < 100)
  const isBusy = stage === 'wiping' || (stage === 'handed_over' && open.length > 0)
  return {
    reference,
    state: stateOf({ stage, isBusy, hasFailed: installs.some(hasFailed), access }),
    isBusy,
    power: 'unknown',
    addresses: entities.flatMap(addressesOf).map((item) => named(item, names)),
    builtAt: null,
    adminUser: 'root',
    name: machine.billing?.id ?? '',
    ...(isBusy && open.length > 0 ? { progress: progressOf(open) } : {}),
  }
}

/** A row that says so, by whatever word; rows of the past have neither. */
export function hasFailed(install: ScpInstall): boolean {
  return /fail|error|timed? ?out/i.test(wordsOf(install))
}

/** A run that has said nothing for as long as its profile allows counts as failed: the panel may only stop speaking of it. */
export function isStale(install: ScpInstall, { minutes, now }: { minutes: number; now: Date }): boolean {
  const saidMs = instantOf(install.updated_at ?? install.last_update)
  return !/queued/i.test(wordsOf(install)) && now.getTime() - saidMs > minutes * 60_000
}

function wordsOf({ status, status_text }: ScpInstall): string {
  const textOf = (value: unknown) =>
    typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : value
  return [status, status_text]
    .map(textOf)
    .filter((text) => typeof text === 'string')
    .join(' ')
}

/** A text, seconds, or the object in which the panel writes the beginning of a cycle. Not a number where it is none of these. */
function instantOf(value: unknown): number {
  if (typeof value === 'number') return value * 1000
  const text =
    typeof value === 'object' && value !== null ? (value as { iso_8601?: unknown }).iso_8601 : value
  return typeof text === 'string' ? Date.parse(text) : Number.NaN
}

function percentOf({ percent }: ScpInstall): number {
  return Number(percent ?? 0) || 0
}

export function readListed(machine: ScpServer): ListedServer {
  const billingId = machine.billing?.id ?? ''
  return {
    reference: writeReference({ server: machine.id, billingId }),
    name: billingId || plainName(machine.nickname),
    ownerReference: machine.access?.client ? String(machine.access.client.id) : null,
    ownerEmail: null,
    isSuspended: isShut(machine.access ?? null),
    isUnfinished: stageOf(machine.nickname) !== 'handed_over',
    sizes: {},
    package: null,
  }
}

export function readHardware(machine: ScpServer, ports: ScpPort[]): ServerHardware {
  const names = (parts: (ScpPart | null)[] | undefined) => fittedParts(parts).map(({ name }) => name)
  return {
    machine: machine.srv_id ?? '',
    location: machine.group?.name ?? '',
    description: describeParts(machine),
    cpu: machine.cpu?.name ?? '',
    memory: machine.mem?.name ?? '',
    disks: names(machine.disks),
    addOns: names(machine.addons),
    ports: ports.map((port) => ({
      reference: String(port.id),
      name: [port.switch?.name, port.switch?.port?.name].filter(Boolean).join(' '),
      mac: port.mac ?? '',
      speed: port.switch?.speed?.name ?? '',
      isOn: port.power === undefined || port.power === null ? null : port.power === 'on',
    })),
  }
}

function stateOf(seen: {
  stage: ReturnType<typeof stageOf>
  isBusy: boolean
  hasFailed: boolean
  access: ScpAccess | null
}): ObservedServer['state'] {
  if (seen.stage === 'reserved') return 'reserved'
  if (seen.isBusy) return 'building'
  if (seen.hasFailed) return 'build_failed'
  return isShut(seen.access) ? 'suspended' : 'running'
}

/** Flags come as such, as numbers and as texts; what is left open is not shut. */
function isShut(access: ScpAccess | null): boolean {
  return ['false', '0'].includes(String(access?.is_active))
}

/** Of all that is still to be done: what waits counts as nothing yet. */
function progressOf(open: ScpInstall[]): number {
  const sum = open.reduce((total, install) => total + Math.min(100, Math.max(0, percentOf(install))), 0)
  return Math.round(sum / open.length)
}

/** A block has a first address of its own, and often a network of the newer kind. */
function addressesOf(entity: ScpEntity): ServerAddress[] {
  const v4 = (entity.address || entity.full_ip || '').split(/[/ -]/)[0] ?? ''
  const bits = /\/(\d+)/.exec(entity.full_ip ?? '')?.[1]
  const prefix = bits ?? entity.subnet_mask ?? null
  const [v6 = '', v6Prefix] = (entity.v6_address ?? '').split('/')
  const newer = {
    family: 6 as const,
    address: v6,
    prefix: v6Prefix ?? null,
    gateway: entity.v6_gateway ?? null,
  }
  return [
    ...(v4
      ? [{ family: 4 as const, address: v4, prefix, gateway: entity.gateway ?? null, ...blockOf(bits) }]
      : []),
    ...(v6 ? [{ ...newer, ...blockOf(v6Prefix) }] : []),
  ]
}

/** The whole block is the machine's, gateway and all. */
function blockOf(bits: string | undefined): { block?: number } {
  return bits ? { block: Number(bits) } : {}
}

/** The name of its first address, and those of others in the block. */
function named(item: ServerAddress, names: Map<string, string> | null): ServerAddress {
  if (!names) return item
  const others = [...names].flatMap(([ip, name]) => {
    const address = readAddress(ip)
    return address && ip !== item.address && isWithin(address, item) ? [{ address, name }] : []
  })
  return {
    ...item,
    reverseName: names.get(item.address) ?? null,
    ...(item.block === undefined ? {} : { names: others }),
  }
}
