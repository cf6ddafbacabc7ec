import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { addressCount, familyOf, showNetwork } from '#app/network/domain/addresses'
import { type Datacenter, fillPermille, usableCount } from '#app/network/domain/pools'
import type { ListedHolding } from '#app/network/queries/list_holdings'
import type { ListedPool } from '#app/network/queries/list_pools'

export function showDatacenter({ id, code, name, city, country }: Datacenter) {
  return { id: showId('datacenter', id), code, name, city, country }
}

export const datacenterShape = vine.create({
  id: vine.string(),
  code: vine.string(),
  name: vine.string(),
  city: vine.string(),
  country: vine.string(),
})

/** A pool and how full it is. Counts of addresses are texts: a network of the newer kind has more than a number can say. */
export function showPool(pool: ListedPool) {
  const { network, heldCount, reservedCount, restingCount } = pool
  return {
    id: showId('addressPool', pool.id),
    name: pool.name,
    network,
    family: familyOf(network),
    gateway: pool.gateway,
    datacenter: showDatacenter(pool.datacenter),
    quarantine_hours: pool.quarantineHours,
    note: pool.note,
    address_count: String(familyOf(network) === 4 ? usableCount(pool) : addressCount(network)),
    held_count: heldCount,
    reserved_count: reservedCount,
    resting_count: restingCount,
    /** Tenths of a percent of what can be used; null where nobody counts. */
    fill_permille: fillPermille(pool, heldCount + reservedCount),
    created_at: pool.createdAt.toISOString(),
  }
}

export const poolShape = vine.create({
  id: vine.string(),
  name: vine.string(),
  network: vine.string(),
  family: vine.enum([4, 6] as const),
  gateway: vine.string().nullable(),
  datacenter: vine.object({
    id: vine.string(),
    code: vine.string(),
    name: vine.string(),
    city: vine.string(),
    country: vine.string(),
  }),
  quarantine_hours: vine.number(),
  note: vine.string(),
  address_count: vine.string(),
  held_count: vine.number(),
  reserved_count: vine.number(),
  resting_count: vine.number(),
  fill_permille: vine.number().nullable(),
  created_at: vine.string(),
})

/** Who held an address, or a network, from when until when, in the time of the real world. */
export function showHolding(holding: ListedHolding) {
  return {
    id: showId('addressHolding', holding.id),
    address: showNetwork(holding.network),
    pool: holding.poolId ? { id: showId('addressPool', holding.poolId), name: holding.poolName ?? '' } : null,
    service: holding.serviceId
      ? { id: showId('service', holding.serviceId), hostname: holding.hostname ?? '' }
      : null,
    customer: holding.customerId
      ? { id: showId('customer', holding.customerId), name: holding.customerName ?? '' }
      : null,
    panel: holding.panelName,
    note: holding.note,
    is_shared: holding.isShared,
    is_contested: holding.isContested,
    started_at: holding.startedAt.toISOString(),
    ended_at: holding.endedAt?.toISOString() ?? null,
    rests_until: holding.restsUntil?.toISOString() ?? null,
  }
}

export const holdingShape = vine.create({
  id: vine.string(),
  address: vine.string(),
  pool: vine.object({ id: vine.string(), name: vine.string() }).nullable(),
  service: vine.object({ id: vine.string(), hostname: vine.string() }).nullable(),
  customer: vine.object({ id: vine.string(), name: vine.string() }).nullable(),
  panel: vine.string().nullable(),
  note: vine.string(),
  is_shared: vine.boolean(),
  is_contested: vine.boolean(),
  started_at: vine.string(),
  ended_at: vine.string().nullable(),
  rests_until: vine.string().nullable(),
})
