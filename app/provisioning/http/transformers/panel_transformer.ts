import vine from '@vinejs/vine'
import type { ConnectionReport } from '#app/provisioning/drivers/contract'
import type { PanelOfferReport } from '#app/provisioning/actions/read_panel_offers'
import { fittingMax, type PanelRoom } from '#app/provisioning/actions/read_panel_room'
import { showId } from '#app/shared/ids'
import type { MachineRoom } from '#app/provisioning/domain/capacity'
import { planFaults } from '#app/provisioning/domain/plan_fit'
import type { PanelOverview } from '#app/provisioning/queries/list_panel_overviews'

/** A connected panel. Its token is never shown again. */
export function showPanel(panel: PanelOverview) {
  return {
    id: showId('panel', panel.id),
    code: panel.code,
    driver: panel.driver,
    name: panel.name,
    location: panel.location,
    base_url: panel.baseUrl,
    config: panel.config as Record<string, unknown>,
    status: panel.status,
    max_concurrent_calls: panel.maxConcurrentCalls,
    datacenter_id: panel.datacenterId && showId('datacenter', panel.datacenterId),
    is_reachable: panel.lastError === null && panel.lastSeenAt !== null,
    last_error: panel.lastError,
    last_seen_at: panel.lastSeenAt?.toISOString() ?? null,
    last_checked_at: panel.lastCheckedAt?.toISOString() ?? null,
    service_count: panel.serviceCount,
    held_count: panel.heldCount,
    waiting_operation_count: panel.waitingOperationCount,
    created_at: panel.createdAt.toISOString(),
  }
}

const text = () => vine.string().nullable()

export const panelShape = vine.create({
  id: vine.string(),
  code: vine.string(),
  driver: vine.string(),
  name: vine.string(),
  location: vine.string(),
  base_url: vine.string(),
  config: vine.record(vine.any()),
  status: vine.enum(['active', 'draining', 'disabled'] as const),
  max_concurrent_calls: vine.number(),
  datacenter_id: text(),
  is_reachable: vine.boolean(),
  last_error: text(),
  last_seen_at: text(),
  last_checked_at: text(),
  service_count: vine.number(),
  held_count: vine.number(),
  waiting_operation_count: vine.number(),
  created_at: vine.string(),
})

/** What the connection test found. */
export function showConnection({ packages, groups, version = null, warnings = [] }: ConnectionReport) {
  return { packages, groups, version, warnings }
}

export const connectionShape = vine.create({
  version: text(),
  warnings: vine.array(vine.string()),
  packages: vine.array(vine.string()),
  groups: vine.array(vine.string()),
})

/** What a panel offers, and whether each of our plans finds its package there. */
export function showOffers({ offers, room, plans }: PanelOfferReport) {
  return {
    room: (room?.machines ?? []).map(({ servers, memoryMb, cpuCores, storageGb }) => ({
      servers,
      memory_mb: memoryMb,
      cpu_cores: cpuCores,
      storage_gb: storageGb,
    })),
    free_addresses: room?.ipv4 ?? null,
    packages: offers.packages.map(({ name, isOpen, sizes }) => ({
      name,
      is_open: isOpen,
      cpu_cores: sizes.cpuCores ?? null,
      memory_mb: sizes.memoryMb ?? null,
      storage_gb: sizes.storageGb ?? null,
      traffic_gb: sizes.trafficGb ?? null,
    })),
    places: offers.locations.map(({ name }) => name),
    images: offers.images.map(({ name, group, isEndOfLife }) => ({
      name,
      group,
      is_end_of_life: isEndOfLife,
    })),
    machines: offers.inventory.map(({ description, location, free }) => ({ description, location, free })),
    plans: plans.map(({ id, name, package: wanted, fault }) => ({
      id: showId('plan', id),
      name,
      package: wanted,
      fault,
    })),
  }
}

const count = () => vine.number().nullable()

export const offersShape = vine.create({
  /** What each machine can still take; null: not limited, or not said. */
  room: vine.array(
    vine.object({ servers: count(), memory_mb: count(), cpu_cores: count(), storage_gb: count() })
  ),
  free_addresses: count(),
  packages: vine.array(
    vine.object({
      name: vine.string(),
      is_open: vine.boolean(),
      cpu_cores: count(),
      memory_mb: count(),
      storage_gb: count(),
      traffic_gb: count(),
    })
  ),
  places: vine.array(vine.string()),
  images: vine.array(
    vine.object({ name: vine.string(), group: vine.string(), is_end_of_life: vine.boolean() })
  ),
  machines: vine.array(
    vine.object({ description: vine.string(), location: vine.string(), free: vine.number() })
  ),
  plans: vine.array(
    vine.object({
      id: vine.string(),
      name: vine.string(),
      package: vine.string().nullable(),
      fault: vine.enum(planFaults).nullable(),
    })
  ),
})

const showSizes = ({ servers, memoryMb, cpuCores, storageGb }: MachineRoom) => ({
  servers,
  memory_mb: memoryMb,
  cpu_cores: cpuCores,
  storage_gb: storageGb,
})

/** What the machines of a panel can still take, and how many more of each plan. */
export function showRoom({ machines, freeAddresses, promisedCount, plans }: PanelRoom) {
  return {
    machines: machines.map((machine) => ({
      name: machine.name ?? null,
      free: showSizes(machine),
      total: machine.total ? showSizes(machine.total) : null,
    })),
    free_addresses: freeAddresses,
    promised_count: promisedCount,
    plans: plans.map(({ planId, name, free, taken }) => ({
      id: showId('plan', planId),
      name,
      free,
      is_at_least: free === fittingMax,
      taken,
    })),
  }
}

const sizesShape = () =>
  vine.object({ servers: count(), memory_mb: count(), cpu_cores: count(), storage_gb: count() })

export const roomShape = vine.create({
  machines: vine.array(
    vine.object({
      name: text(),
      /** Null: not limited, or not said. */ free: sizesShape(),
      total: sizesShape().nullable(),
    })
  ),
  free_addresses: count(),
  promised_count: vine.number(),
  plans: vine.array(
    vine.object({
      id: vine.string(),
      name: vine.string(),
      free: count(),
      is_at_least: vine.boolean(),
      taken: count(),
    })
  ),
})
