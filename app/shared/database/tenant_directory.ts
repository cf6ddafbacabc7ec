import type { Tenant } from '#app/shared/database/context'
import { pool } from '#app/shared/database/pool'
import { isUuid } from '#app/shared/ids'

export type Surface = 'storefront' | 'account' | 'admin' | 'status'

export interface Host {
  tenant: Tenant
  surface: Surface
}

interface TenantRow {
  id: string
  slug: string
  name: string
  time_zone: string
  locale: string
  reporting_currency: string
  policies: Record<string, unknown>
  is_demo: boolean
  staff_second_factor: 'required' | 'optional'
  sign_in_links: boolean
  confirm_sign_ups: boolean
  customer_second_factor: 'nobody' | 'trusted' | 'everybody'
  customer_second_factor_from: Date | null
  access_team: string | null
  access_audience: string | null
  staff_networks: string[]
  staff_idle_minutes: number
  staff_session_hours: number
  offset_ms: number
  frozen_at: Date | null
}

const columns = `t.id, t.slug, t.name, t.time_zone, t.locale, t.reporting_currency, t.policies, t.is_demo, t.staff_second_factor, t.sign_in_links, t.confirm_sign_ups, t.customer_second_factor, t.customer_second_factor_from,
  t.access_team, t.access_audience, t.staff_networks, t.staff_idle_minutes, t.staff_session_hours,
  t.clock_offset_ms::float8 as offset_ms, t.clock_frozen_at as frozen_at`

const cacheMs = 3_000
const hosts = new Map<string, { host: Host | null; readAt: number }>()

/**
 * The tenant and surface behind a host name. Cached for seconds: it is asked for by every request. While the database cannot
 * be asked, what was known last stands, so that a status page can still say what is wrong.
 */
export async function findHost(hostname: string): Promise<Host | null> {
  const known = hosts.get(hostname)
  if (known && performance.now() - known.readAt < cacheMs) return known.host
  return lastKnown(known?.host, () => readHost(hostname))
}

/** Asks; when that fails and there is an older answer, gives that one. */
export async function lastKnown<T>(older: T | undefined, ask: () => Promise<T>): Promise<T> {
  if (older === undefined || older === null) return ask()
  try {
    return await ask()
  } catch {
    return older
  }
}

async function readHost(hostname: string): Promise<Host | null> {
  const { rows } = await pool().query<TenantRow & { surface: Surface }>(
    `select ${columns}, h.surface from platform.hostnames h join platform.tenants t on t.id = h.tenant_id where h.hostname = $1`,
    [hostname.toLowerCase()]
  )
  const row = rows[0]
  const host = row ? { tenant: toTenant(row), surface: row.surface } : null
  if (hosts.size > 10_000) hosts.clear()
  hosts.set(hostname, { host, readAt: performance.now() })
  return host
}

export function forgetHosts(): void {
  hosts.clear()
}

export async function listTenants(): Promise<Tenant[]> {
  const { rows } = await pool().query<TenantRow>(
    `select ${columns} from platform.tenants t order by t.created_at, t.id`
  )
  return rows.map(toTenant)
}

/** Each job asks for it: connections keep its plan. */
export async function findTenant(idOrSlug: string): Promise<Tenant | null> {
  const column = isUuid(idOrSlug) ? 'id' : 'slug'
  const { rows } = await pool().query<TenantRow>({
    name: `tenant_by_${column}`,
    text: `select ${columns} from platform.tenants t where t.${column} = $1`,
    values: [idOrSlug],
  })
  return rows[0] ? toTenant(rows[0]) : null
}

function toTenant(row: TenantRow): Tenant {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    timeZone: row.time_zone,
    locale: row.locale,
    reportingCurrency: row.reporting_currency,
    policies: row.policies,
    isDemo: row.is_demo,
    staffSecondFactor: row.staff_second_factor,
    signInLinks: row.sign_in_links,
    confirmSignUps: row.confirm_sign_ups,
    customerSecondFactor: { who: row.customer_second_factor, from: row.customer_second_factor_from },
    staffEntrance: {
      access:
        row.access_team && row.access_audience
          ? { team: row.access_team, audience: row.access_audience }
          : null,
      networks: row.staff_networks,
      idleMinutes: row.staff_idle_minutes,
      sessionHours: row.staff_session_hours,
    },
    clock: { offsetMs: row.offset_ms, frozenAt: row.frozen_at?.toISOString() ?? null },
  }
}
