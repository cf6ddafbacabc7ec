interface Address {
  /** 32 for IPv4, 128 for IPv6. */
  bits: 32 | 128
  value: bigint
}

/**
 * A network in CIDR notation in its one spelling, or null when it is none. A single address is a network of its own:
 * `203.0.113.7` is `203.0.113.7/32`. IPv4 in IPv6 clothes (`::ffff:203.0.113.0/120`) is what it is.
 */
export function readNetwork(text: string): string | null {
  const [written = '', length, ...rest] = text.trim().toLowerCase().split('/')
  const address = readAddress(written)
  if (!address || rest.length > 0) return null
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null
  const bits = length === undefined ? address.bits : Number(length)
  if (bits > address.bits) return null
  const bare = bits >= mappedBits ? withoutClothes(address) : null
  return bare ? `${showIpv4(bare)}/${bits - mappedBits}` : `${written}/${bits}`
}

/** Whether an address lies in one of the networks; no networks are all of them. An IPv4 address in IPv6 clothes counts as what it is. */
export function isFromAllowed(networks: readonly string[], ip: string): boolean {
  if (networks.length === 0) return true
  const address = readAddress(ip)
  const bare = address && (withoutClothes(address) ?? address)
  return bare !== null && networks.some((network) => isInside(network, bare))
}

/** Whether all of a network lies in one of others; no networks are all of them. */
export function isNetworkWithin(networks: readonly string[], inner: string): boolean {
  if (networks.length === 0) return true
  const [written = '', length] = (readNetwork(inner) ?? '').split('/')
  const address = readAddress(written)
  if (!address) return false
  return networks.some((outer) => lengthOf(outer) <= Number(length) && isInside(outer, address))
}

function lengthOf(network: string): number {
  return Number((readNetwork(network) ?? '').split('/')[1] ?? Infinity)
}

function isInside(network: string, address: Address): boolean {
  const [written = '', length] = (readNetwork(network) ?? '').split('/')
  const base = readAddress(written)
  if (base?.bits !== address.bits) return false
  const rest = BigInt(base.bits - Number(length))
  return base.value >> rest === address.value >> rest
}

/** What stands before an IPv4 address where it is written as an IPv6 one: `::ffff:0:0/96`. */
const mappedBits = 96
const mappedPrefix = 0xffffn

function withoutClothes({ bits, value }: Address): Address | null {
  return bits === 128 && value >> 32n === mappedPrefix ? { bits: 32, value: value & 0xffffffffn } : null
}

function showIpv4({ value }: Address): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
}

function readAddress(text: string): Address | null {
  return text.includes(':') ? readIpv6(text) : readIpv4(text)
}

function readIpv4(text: string): Address | null {
  const parts = text.split('.')
  const isRight =
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  return isRight ? { bits: 32, value: join(parts.map(BigInt), 8n) } : null
}

/** Eight groups of hexadecimal digits; one run of zeros may be left out, and the end may be written as IPv4. */
function readIpv6(text: string): Address | null {
  const tail = /[^:]*\..*$/.exec(text)?.[0]
  const end = tail === undefined ? undefined : readIpv4(tail)
  if (end === null) return null
  const groups = end ? [end.value >> 16n, end.value & 0xffffn].map((group) => group.toString(16)) : []
  const plain = end ? text.slice(0, -tail!.length) + groups.join(':') : text
  const halves = plain.split('::')
  if (halves.length > 2) return null
  const [before, after] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - before!.length - (after?.length ?? 0)
  if (after ? missing < 1 : missing !== 0) return null
  const all = [...before!, ...Array.from({ length: missing }, () => '0'), ...(after ?? [])]
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return {
    bits: 128,
    value: join(
      all.map((group) => BigInt(`0x${group}`)),
      16n
    ),
  }
}

const join = (parts: bigint[], width: bigint) => parts.reduce((value, part) => (value << width) | part, 0n)
