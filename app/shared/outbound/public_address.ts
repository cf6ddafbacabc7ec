import { BlockList, isIP, isIPv4 } from 'node:net'

/** Networks that are not the public internet, as IANA lists them for special purposes. */
const ownNetworks = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24',
  '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '2001::/23', '2001:db8::/32', '3fff::/20',
] // prettier-ignore

const refused = new BlockList()
for (const network of ownNetworks) {
  const [address, length] = network.split('/')
  refused.addSubnet(address!, Number(length), isIPv4(address!) ? 'ipv4' : 'ipv6')
}

/** Names that never lead to the public internet (RFC 6761, RFC 6762, RFC 9476, and what machines are called at home). */
const ownNames =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|test|invalid|example|onion|alt)\.?$/i

/** Whether an address is on the public internet. An IPv4 address within an IPv6 one (mapped, 6to4, NAT64) counts as itself. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 0) return false
  if (version === 4) return !refused.check(address, 'ipv4')
  const words = expand(address)
  if (words === null) return false
  const inner = innerAddress(words)
  if (inner !== null) return isPublicAddress(inner)
  // Nothing else was ever given out: the rest is reserved, for hosts and links of one's own, or stands for IPv4 somewhere.
  const isGivenOut = words[0]! >> 13 === 1
  return isGivenOut && !refused.check(words.map((word) => word.toString(16)).join(':'), 'ipv6')
}

const linkLocal = new BlockList()
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4')
linkLocal.addSubnet('fe80::', 10, 'ipv6')
// Where clouds answer machines about themselves over IPv6 and by name.
linkLocal.addAddress('fd00:ec2::254', 'ipv6')
const metadataNames = /(^|\.)metadata(\.google)?(\.internal)?\.?$/i

/**
 * Whether a URL names the machine's own link, where clouds hand out keys to whoever asks from inside. Panels and payment servers may stand in a
 * private network; nobody's stands there.
 */
export function isOfOwnLink(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  const version = isIP(host)
  if (version === 0) return metadataNames.test(host)
  const words = version === 6 ? expand(host) : null
  const address = (words && innerAddress(words)) ?? host
  return linkLocal.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

export type UrlRefusal =
  'malformed' | 'scheme_refused' | 'credentials_refused' | 'port_refused' | 'host_refused'

const usualPorts = new Set(['', '80', '443', '8443'])

/**
 * Whether a URL that somebody gave us may be called at all. The parser of the web standard reads odd notations (0x7f.1, 2130706433,
 * 0177.0.0.1) as the address that they mean. Where a name leads is looked at when it is called: it may lead elsewhere by then.
 */
export function checkPublicUrl(text: string): { url: URL } | { refusal: UrlRefusal } {
  if (!URL.canParse(text)) return { refusal: 'malformed' }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { refusal: 'scheme_refused' }
  if (url.username !== '' || url.password !== '') return { refusal: 'credentials_refused' }
  if (!usualPorts.has(url.port)) return { refusal: 'port_refused' }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) > 0) return isPublicAddress(host) ? { url } : { refusal: 'host_refused' }
  if (!host.includes('.') || ownNames.test(host)) return { refusal: 'host_refused' }
  return { url }
}

/** The eight words of an IPv6 address; null where it is none that stands for one place (a scope, say). */
function expand(address: string): number[] | null {
  if (address.includes('%')) return null
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const [a, b, c, d] = dotted ? dotted.slice(2).map(Number) : []
  const text = dotted
    ? `${dotted[1]}${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}`
    : address
  const [head, tail] = text.split('::')
  const before = head ? head.split(':') : []
  const after = tail ? tail.split(':') : []
  const gap = text.includes('::') ? Array.from({ length: 8 - before.length - after.length }, () => '0') : []
  return [...before, ...gap, ...after].map((word) => parseInt(word, 16))
}

/** The IPv4 address that an IPv6 one stands for. */
function innerAddress(words: number[]): string | null {
  const zeroes = (count: number) => words.slice(0, count).every((word) => word === 0)
  const isMapped = zeroes(5) && words[5] === 0xffff
  const isCompatible = zeroes(6) && (words[6] !== 0 || words[7]! > 1)
  const isNat64 = words[0] === 0x64 && words[1] === 0xff9b && words.slice(2, 6).every((word) => word === 0)
  if (isMapped || isCompatible || isNat64) return showIpv4(words[6]!, words[7]!)
  return words[0] === 0x2002 ? showIpv4(words[1]!, words[2]!) : null
}

function showIpv4(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
