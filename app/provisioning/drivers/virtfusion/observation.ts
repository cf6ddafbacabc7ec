import type {
  ListedServer,
  ObservedServer,
  ServerAddress,
  ServerSizes,
} from '#app/provisioning/drivers/contract'
import type { PowerState } from '#app/provisioning/domain/service'
import { readSixth } from '#app/provisioning/drivers/virtfusion/networks'
import type { VirtfusionServer } from '#app/provisioning/drivers/virtfusion/shapes'

/**
 * Reads the server object by the members that are documented to decide: `built`, `buildFailed`, `tasks`, `suspended`. The
 * meaning of `state` and `commissionStatus` is not, so they are left alone. Power is what the machine itself says.
 */
export function readServer(server: VirtfusionServer): ObservedServer {
  const isBusy = Boolean(server.tasks?.active) || (server.tasks?.actions?.pending?.length ?? 0) > 0
  return {
    reference: String(server.id),
    state: stateOf(server, isBusy),
    isBusy,
    power: powerOf(server),
    addresses: addressesOf(server),
    builtAt: typeof server.built === 'string' ? server.built || null : null,
    adminUser: adminUserOf(server),
    name: server.name ?? '',
    facts: server.hypervisor?.maintenance ? { maintenance: 'on' } : {},
  }
}

/** A row of the whole list. Its package is not in it. */
export function readListedServer(server: VirtfusionServer): ListedServer {
  return {
    reference: String(server.id),
    name: server.name ?? '',
    ownerReference: server.ownerId === undefined ? null : String(server.ownerId),
    ownerEmail: server.owner?.email ?? null,
    isSuspended: Boolean(server.suspended),
    isUnfinished: !server.built || Boolean(server.buildFailed),
    sizes: sizesOf(server),
    package: null,
  }
}

/** Sizes come as numbers or as texts. */
export function sizesOf({ settings }: VirtfusionServer): ServerSizes {
  const { memory, storage, traffic, cpuCores } = settings?.resources ?? {}
  return {
    ...sizeOf('cpuCores', cpuCores),
    ...sizeOf('memoryMb', memory),
    ...sizeOf('storageGb', storage),
    ...sizeOf('trafficGb', traffic),
  }
}

function sizeOf(name: keyof ServerSizes, value: number | string | null | undefined): ServerSizes {
  const size = Number(value ?? Number.NaN)
  return value !== '' && Number.isFinite(size) ? { [name]: size } : {}
}

function stateOf(server: VirtfusionServer, isBusy: boolean): ObservedServer['state'] {
  if (server.buildFailed) return 'build_failed'
  // Absent counts as not yet: what nobody installed is never handed over.
  if (!server.built) return isBusy ? 'building' : 'reserved'
  return server.suspended ? 'suspended' : 'running'
}

function powerOf({ remoteState }: VirtfusionServer): PowerState {
  const state = typeof remoteState === 'object' && remoteState !== null ? remoteState.state : undefined
  if (state === 'running') return 'running'
  if (state === 'stopped' || state === 'shutoff' || state === 'shut off') return 'stopped'
  return 'unknown'
}

function addressesOf({ network }: VirtfusionServer): ServerAddress[] {
  return (network?.interfaces ?? []).flatMap(({ ipv4 = [], ipv6 = [] }) => [
    ...ipv4.map(({ address, gateway, netmask, rdns }): ServerAddress => ({
      family: 4,
      address,
      prefix: netmask,
      gateway,
      ...(rdns ? { reverseName: rdns } : {}),
    })),
    ...ipv6.flatMap(readSixth),
  ])
}

function adminUserOf({ qemuAgent }: VirtfusionServer): string {
  const os = qemuAgent?.os
  const name = typeof os === 'string' ? os : (os?.screen ?? '')
  return /windows/i.test(name) ? 'Administrator' : 'root'
}
