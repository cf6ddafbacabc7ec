import { type OutgoingHttpHeaders, ServerResponse } from 'node:http'

const prefix = '__Host-'

/** What Cloudflare Access sets on this host; it is none of ours, and checked by its signature. */
const ofOthers = ['CF_Authorization']

/**
 * What a browser is told behind TLS: the name begins with `__Host-`, so that no neighbour below the same domain can set it and none is
 * told it. Such a cookie counts on every path, so one of a single path carries that in its name and is read there alone.
 */
export function toWire(cookie: string): string {
  const [pair = '', ...attributes] = cookie.split(/;\s*/)
  if (pair.startsWith(prefix)) return cookie
  const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/'
  const kept = attributes.filter((attribute) => !/^(?:path|domain|secure)\b/i.test(attribute))
  const [name, ...value] = pair.split('=')
  const mark = path === '/' ? '' : `~${Buffer.from(path).toString('base64url')}`
  return [`${prefix}${name}${mark}=${value.join('=')}`, ...kept, 'Path=/', 'Secure'].join('; ')
}

/** What of a request's cookies we set ourselves, by the names that the application knows. Whatever else somebody planted is not read. */
export function fromWire(cookies: string, url: string): string {
  const path = url.split('?', 1)[0]!
  return cookies
    .split(/;\s*/)
    .flatMap((pair) => {
      if (ofOthers.some((name) => pair.startsWith(`${name}=`))) return [pair]
      if (!pair.startsWith(prefix)) return []
      const [, name, mark, value] = /^([^=~]*)(?:~([\w-]+))?=(.*)$/s.exec(pair.slice(prefix.length)) ?? []
      if (name === undefined || (mark && !isBelow(path, Buffer.from(mark, 'base64url').toString()))) return []
      return [`${name}=${value}`]
    })
    .join('; ')
}

/** As RFC 6265 compares the paths of a request and a cookie. */
function isBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(above.endsWith('/') ? above : `${above}/`)
}

/** An answer whose cookies are named for the wire when its head is written, whoever set them. */
export class HostCookieResponse extends ServerResponse {
  // The framework and the sign-in protocol write in different ways; Node calls this one in either case.
  override writeHead(status: number, ...rest: never[]): this {
    const given: OutgoingHttpHeaders | undefined = rest.find((part) => typeof part === 'object')
    const name = given && Object.keys(given).find((key) => key.toLowerCase() === 'set-cookie')
    if (given && name) Object.assign(given, { [name]: named(given[name]) })
    const set = this.getHeader('set-cookie')
    if (set !== undefined) this.setHeader('set-cookie', named(set))
    return super.writeHead(status, ...rest)
  }
}

const named = (cookies: string | number | string[] | undefined): string[] =>
  [cookies ?? []].flat().map((cookie) => toWire(String(cookie)))
