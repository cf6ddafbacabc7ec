import type { IncomingMessage } from 'node:http'

/** Whether whoever connects is a proxy of ours, whose word about host and caller is believed. */
export function isOwnProxy(address: string): boolean {
  return address === '127.0.0.1' || address === '::1' || address.startsWith('10.')
}

/**
 * Whether a request names one host, and nothing but a host. Where there are two, a proxy may have believed the one and we the other, so that
 * no such request is answered (RFC 9112 § 3.2).
 */
export function namesOneHost({ rawHeaders, headers }: IncomingMessage): boolean {
  const named = rawHeaders.filter((name, at) => at % 2 === 0 && name.length === 4 && /^host$/i.test(name))
  return named.length < 2 && /^[\w.:[\]-]*$/.test(headers.host ?? '')
}

/** The host name that was asked for, without its port; what the framework would say of the same request. */
export function readHostname({ headers, socket }: IncomingMessage): string {
  const forwarded = isOwnProxy(socket.remoteAddress ?? '') ? headers['x-forwarded-host'] : undefined
  const first = String(forwarded ?? '')
    .split(',')[0]!
    .trim()
  return (first || headers.host || '').replace(/:\d+$/, '')
}

/** What nobody but a proxy of ours may say: whatever reads it later need not ask who said it. */
export function dropForeignWord({ headers, socket }: IncomingMessage): void {
  if (isOwnProxy(socket.remoteAddress ?? '')) return
  for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-for']) delete headers[name]
}

/** The address that the request came from: the nearest one that is no proxy of ours. */
export function readRemoteAddress({ headers, socket }: IncomingMessage): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const way = [...forwarded, (socket.remoteAddress ?? '').replace(/^::ffff:/, '')]
  return way.findLast((address) => !isOwnProxy(address)) ?? way[0]!
}
