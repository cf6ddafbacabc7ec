import { isIPv6 } from 'node:net'

/**
 * The network that an address belongs to, for counting: the /24 of an IPv4 address, the /64 of an IPv6 one, of which a household has
 * all. An IPv4 address in IPv6 clothes counts as what it is.
 */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  const address = mapped ? mapped[1]! : ip
  if (!address.includes(':')) return address.split('.').slice(0, 3).join('.')
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((part) => part.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}

/** What one address counts as where tries are limited: of IPv6 a household has a whole network, and may ask from another address each time. */
export function countedAddress(ip: string): string {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIPv6(bare) ? networkOf(bare) : bare
}
