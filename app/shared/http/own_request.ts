import type { HttpContext } from '@adonisjs/core/http'

/** Whether what would change something comes from a page of this host, as browsers say (Origin, Sec-Fetch-Site). */
export function isOwnRequest({ request }: HttpContext): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method())) return true
  const origin = request.header('origin')
  if (!origin) return !['cross-site', 'same-site'].includes(request.header('sec-fetch-site') ?? '')
  return URL.canParse(origin) && new URL(origin).host === request.host()
}
