import type { IncomingMessage } from 'node:http'

/** Whether whoever connects is a proxy of ours, whose word about host and caller is believed. */
export function isOwnProxy(address: string): boolean {
  return address === '127.0.0.1' || address === '::1' || address.startsWith('10.')
}

/** The host name that was asked for, without its port; what the framework would say of the same request. */
export function readHostname({ headers, socket }: IncomingMessage): string {
  const forwarded = isOwnProxy(socket.remoteAddress ?? '') ? headers['x-forwarded-host'] : undefined
  const first = String(forwarded ?? '')
    .split(',')[0]!
    .trim()
  return (first || headers.host || '').replace(/:\d+$/, '')
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
