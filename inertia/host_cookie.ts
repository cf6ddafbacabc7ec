const prefix = '__Host-'

/**
 * By which name the server sets a cookie here: behind TLS its name is this host's alone, and the server reads no other. A plain one beside
 * it is left over, or a neighbour below the same domain planted it.
 */
export function hostCookieName(name: string, cookies: string = document.cookie): string {
  return find(prefix + name, cookies) === undefined ? name : prefix + name
}

/** What stands in a cookie, as it stands there; null when there is none. */
export function readHostCookie(name: string, cookies: string = document.cookie): string | null {
  return find(prefix + name, cookies) ?? find(name, cookies) ?? null
}

function find(name: string, cookies: string): string | undefined {
  const start = `${name}=`
  return cookies
    .split('; ')
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length)
}
