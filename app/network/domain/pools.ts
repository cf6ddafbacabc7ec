import {
  addressCount,
  bitsIn,
  boundsOf,
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
  const isOutside = wish.gateway && (!gateway || !isHost(network, gateway))
  if (isOutside) return { ok: false, error: { type: 'gateway_outside' } }
  return { ok: true, value: { ...wish, network, gateway } }
}

/** Of the older kind the first and the last address name the network and everybody in it, unless it has two or one (RFC 3021). */
const hasEnds = (network: string) => familyOf(network) === 4 && bitsIn(network) < 31

/** Whether a machine can have an address of a network. */
function isHost(network: string, address: string): boolean {
  const single = readNetwork(address)!
  if (!contains(network, single)) return false
  const { first, last } = boundsOf(network)
  return !hasEnds(network) || (first.split('/')[0] !== address && last !== single)
}

/** How many addresses of a pool can be held by servers: neither its ends nor its gateway. */
export function usableCount({ network, gateway }: Pick<Pool, 'network' | 'gateway'>): bigint {
  const count = addressCount(network) - (hasEnds(network) ? 2n : 0n)
  return gateway && isHost(network, gateway) ? count - 1n : count
}

/** The pool an address lies in; pools never overlap. */
export function poolAround<P extends { network: string }>(pools: readonly P[], network: string): P | null {
  return pools.find((pool) => contains(pool.network, network)) ?? null
}

/** How full it is in tenths of a percent; of networks of the newer kind nothing is said, because they hold more than anybody counts. */
export function fillPermille(pool: Pick<Pool, 'network' | 'gateway'>, taken: number): number | null {
  if (familyOf(pool.network) === 6) return null
  const usable = usableCount(pool)
  return Number((BigInt(taken) * 1000n) / (usable > 0n ? usable : 1n))
}
