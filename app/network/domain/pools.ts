import {
  addressCount,
  bitsIn,
  contains,
  familyOf,
  readAddress,
  readNetwork,
} from '#app/network/domain/addresses'

export interface Pool {
  id: string
  datacenterId: string
  name: string
  network: string
  gateway: string | null
  quarantineHours: number
  note: string
  createdAt: Date
}

export interface Datacenter {
  id: string
  code: string
  name: string
  city: string
  country: string
  createdAt: Date
}

export interface PoolWish {
  datacenterId: string
  name: string
  network: string
  gateway: string | null
  quarantineHours: number
  note: string
}

export type PoolFault =
  { type: 'network_malformed' } | { type: 'network_too_large' } | { type: 'gateway_outside' }

/** Shortest lengths: a pool of half the world is a slip of the hand. */
const bitsMin = { 4: 8, 6: 16 }

/** A pool as it is kept, or what is wrong with the wish. */
export function readPool(wish: PoolWish): { ok: true; value: PoolWish } | { ok: false; error: PoolFault } {
  const network = readNetwork(wish.network)
  if (!network) return { ok: false, error: { type: 'network_malformed' } }
  if (bitsIn(network) < bitsMin[familyOf(network)]) return { ok: false, error: { type: 'network_too_large' } }
  const gateway = wish.gateway ? readAddress(wish.gateway) : null
  const isOutside = wish.gateway && (!gateway || !contains(network, readNetwork(gateway)!))
  if (isOutside) return { ok: false, error: { type: 'gateway_outside' } }
  return { ok: true, value: { ...wish, network, gateway } }
}

/** How many addresses of a pool can be held: of the older kind the first and the last name the network and everybody in it. */
export function usableCount(network: string): bigint {
  const count = addressCount(network)
  return familyOf(network) === 4 && bitsIn(network) < 31 ? count - 2n : count
}

/** The pool an address lies in; pools never overlap. */
export function poolAround<P extends { network: string }>(pools: readonly P[], network: string): P | null {
  return pools.find((pool) => contains(pool.network, network)) ?? null
}

/** How full it is in tenths of a percent; of networks of the newer kind nothing is said, because they hold more than anybody counts. */
export function fillPermille(network: string, taken: number): number | null {
  if (familyOf(network) === 6) return null
  const usable = usableCount(network)
  return Number((BigInt(taken) * 1000n) / (usable > 0n ? usable : 1n))
}
