import type { HttpContext } from '@adonisjs/core/http'
import { pool } from '#app/shared/database/pool'
import { lastKnown, type Surface } from '#app/shared/database/tenant_directory'

export type SurfaceUrls = Record<Surface, string>

const cacheMs = 5_000
const known = new Map<string, { hosts: { hostname: string; surface: Surface }[]; readAt: number }>()

/** Addresses of the tenant's surfaces, on the scheme and port by which the reader came. */
export async function listSurfaceUrls(ctx: HttpContext): Promise<SurfaceUrls> {
  const hosts = await listHosts(ctx.host.tenant.id)
  const here = ctx.request.hostname() ?? ''
  const port = /:(\d+)$/.exec(ctx.request.host() ?? '')?.[0] ?? ''
  const urlOf = (surface: Surface) => {
    const candidates = hosts.filter((host) => host.surface === surface).map((host) => host.hostname)
    const hostname = candidates.find((candidate) => isSameFamily(candidate, here)) ?? candidates[0] ?? here
    return `${ctx.request.protocol()}://${hostname}${port}`
  }
  return {
    storefront: urlOf('storefront'),
    account: urlOf('account'),
    admin: urlOf('admin'),
    status: urlOf('status'),
  }
}

/** The shortest first. Known for seconds: each mail and each page asks. */
export async function listHosts(tenantId: string): Promise<{ hostname: string; surface: Surface }[]> {
  const cached = known.get(tenantId)
  if (cached && performance.now() - cached.readAt < cacheMs) return cached.hosts
  return lastKnown(cached?.hosts, () => readHosts(tenantId))
}

async function readHosts(tenantId: string) {
  const { rows } = await pool().query<{ hostname: string; surface: Surface }>(
    'select hostname, surface from platform.hostnames where tenant_id = $1 order by length(hostname), hostname',
    [tenantId]
  )
  known.set(tenantId, { hosts: rows, readAt: performance.now() })
  return rows
}

/** `account.example.com` belongs to `example.com` and to `admin.example.com`. */
function isSameFamily(one: string, other: string): boolean {
  const [a, b] = [
    one.replace(/^(account|admin|status)\./, ''),
    other.replace(/^(account|admin|status)\./, ''),
  ]
  return a === b
}
