import ipaddr from 'ipaddr.js'

/**
 * Addresses and networks are texts of one form, the one of RFC 5952: `203.0.113.7`, `2001:db8::1`; a network has its length behind it, and
 * an address on its own is a network of full length (`203.0.113.7/32`).
 */
export type Family = 4 | 6

/** The longest way to write one: of the newer kind with the older in it. */
const textMax = 45

const bitsOf: Record<Family, number> = { 4: 32, 6: 128 }

/** An address in its one form; null for anything else. */
export function readAddress(text: string): string | null {
  // Zones name an interface of one machine, and `::ffff:1.2.3.4` is an address of the older kind in disguise.
  if (text.length > textMax || text.includes('%')) return null
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !(text.includes(':') && ipaddr.IPv6.isValid(text)))
    return null
  const address = ipaddr.process(text)
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString()
}

/** A network, or an address as a network of full length. Null for anything else, and for a network with bits behind its length. */
export function readNetwork(text: string): string | null {
  const [start = '', length, rest] = text.trim().split('/')
  const address = readAddress(start)
  if (!address || rest !== undefined) return null
  const most = bitsOf[familyOf(address)]
  if (length === undefined) return `${address}/${most}`
  if (!/^\d{1,3}$/.test(length) || Number(length) > most) return null
  const network = `${address}/${Number(length)}`
  return firstOf(network) === address ? network : null
}

/** The network of so many bits that an address lies in. */
export function networkOf(address: string, bits: number): string {
  return `${firstOf(`${address}/${bits}`)}/${bits}`
}

export function familyOf(text: string): Family {
  return text.includes(':') ? 6 : 4
}

export function bitsIn(network: string): number {
  return Number(network.split('/')[1])
}

/** Whether it stands for one address alone. */
export function isSingle(network: string): boolean {
  return bitsIn(network) === bitsOf[familyOf(network)]
}

/** As people write it: without its length where that says nothing. */
export function showNetwork(network: string): string {
  return isSingle(network) ? network.split('/')[0]! : network
}

/** Everything that contains a network, itself included, the longest first: what to look up to find who holds an address. */
export function networksAround(network: string): string[] {
  const [start = ''] = network.split('/')
  return Array.from({ length: bitsIn(network) + 1 }, (_, index) => networkOf(start, bitsIn(network) - index))
}

/** The first and the last of what lies in a network, as the database sorts: a network comes before what is in it. */
export function boundsOf(network: string): { first: string; last: string } {
  const last = lastOf(network)
  return { first: network, last: `${last}/${bitsOf[familyOf(network)]}` }
}

export function contains(outer: string, inner: string): boolean {
  if (familyOf(outer) !== familyOf(inner) || bitsIn(outer) > bitsIn(inner)) return false
  return networkOf(inner.split('/')[0]!, bitsIn(outer)) === outer
}

/** Whether an address lies in the block that begins somewhere around another: panels name a block by any address of it. */
export function isWithin(address: string, around: { address: string; block?: number | null }): boolean {
  const [inner, start] = [readAddress(address), readAddress(around.address)]
  if (!inner || !start || familyOf(inner) !== familyOf(start)) return false
  const most = bitsOf[familyOf(start)]
  const bits = around.block ?? most
  const isLength = Number.isInteger(bits) && bits >= 0 && bits <= most
  return isLength && networkOf(start, bits) === networkOf(inner, bits)
}

export function addressCount(network: string): bigint {
  return 2n ** BigInt(bitsOf[familyOf(network)] - bitsIn(network))
}

/** Whether it means one place in the world. Private networks are everywhere, so that two servers may well have the same address. */
export function isWorldwide(network: string): boolean {
  const range = ipaddr.parse(network.split('/')[0]!).range()
  return !['private', 'uniqueLocal', 'linkLocal', 'loopback', 'carrierGradeNat', 'unspecified'].includes(
    range
  )
}

function firstOf(network: string): string {
  return familyOf(network) === 6
    ? ipaddr.IPv6.networkAddressFromCIDR(network).toRFC5952String()
    : ipaddr.IPv4.networkAddressFromCIDR(network).toString()
}

function lastOf(network: string): string {
  return familyOf(network) === 6
    ? ipaddr.IPv6.broadcastAddressFromCIDR(network).toRFC5952String()
    : ipaddr.IPv4.broadcastAddressFromCIDR(network).toString()
}
