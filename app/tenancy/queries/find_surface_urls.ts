import env from '#start/env'
import { currentTenant } from '#app/shared/database/context'
import type { Surface } from '#app/shared/database/tenant_directory'
import { listHosts } from '#app/tenancy/queries/list_surface_urls'

/**
 * Addresses of the tenant's surfaces, for what is written without a request: mails, documents. Scheme and port are those of
 * the installation; where several host names lead to a surface, the shortest is the main one.
 */
export async function findSurfaceUrls(): Promise<Record<Surface, string>> {
  const hosts = await listHosts(currentTenant().id)
  const [, port] = env.get('PUBLIC_BASE_HOST').split(':')
  const scheme = port ? 'http' : 'https'
  const fallback = env.get('PUBLIC_BASE_HOST').split(':')[0]!
  const hostnames = Object.fromEntries(hosts.toReversed().map(({ surface, hostname }) => [surface, hostname]))
  const urlOf = (surface: Surface) => `${scheme}://${hostnames[surface] ?? fallback}${port ? `:${port}` : ''}`
  return {
    storefront: urlOf('storefront'),
    account: urlOf('account'),
    admin: urlOf('admin'),
    status: urlOf('status'),
  }
}
