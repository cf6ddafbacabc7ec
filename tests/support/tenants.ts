import type { Tenant } from '#app/shared/database/context'
import { forgetHosts, findTenant } from '#app/shared/database/tenant_directory'
import { pool } from '#app/shared/database/pool'
import { db } from '#app/shared/database/db'
import { asTenant, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'

/**
 * A tenant whose clock stands still at an instant, with host names of its own below localhost. Its staff sign in without a second factor,
 * unless that is the subject: `staffSecondFactor: 'required'` is what every other tenant has.
 */
export async function createTenant({
  at = '2026-03-01T09:00:00Z',
  timeZone = 'Europe/Berlin',
  staffSecondFactor = 'optional',
} = {}): Promise<Tenant> {
  const id = newId()
  const slug = `t-${id.slice(-8)}`
  await pool().query(
    `insert into platform.tenants (id, slug, name, time_zone, locale, reporting_currency, is_demo, clock_frozen_at, staff_second_factor)
     values ($1, $2, $3, $4, 'en', 'EUR', true, $5, $6)`,
    [id, slug, `Tenant ${slug}`, timeZone, at, staffSecondFactor]
  )
  for (const surface of ['storefront', 'account', 'admin', 'status']) {
    const hostname = surface === 'storefront' ? `${slug}.localhost` : `${surface}.${slug}.localhost`
    await pool().query('insert into platform.hostnames (hostname, tenant_id, surface) values ($1, $2, $3)', [
      hostname,
      id,
      surface,
    ])
  }
  const tenant = (await findTenant(id))!
  await switchLoyaltyOff(tenant)
  return tenant
}

/** Figures of stories are those of their subject: loyalty is tested where it is the subject. */
function switchLoyaltyOff(tenant: Tenant): Promise<void> {
  const loyalty = JSON.stringify({ isOn: false, name: 'Loyalty', tiers: [], gapDays: 0 })
  return asTenant({ tenant }, () =>
    inTransaction(async () => void (await db.insertInto('promotion_settings').values({ loyalty }).execute()))
  )
}

/** Sets where a tenant's clock stands. */
export async function freezeClock(tenant: Tenant, at: string): Promise<void> {
  await pool().query('update platform.tenants set clock_frozen_at = $2 where id = $1', [tenant.id, at])
  forgetHosts()
}

/** Runs work as a tenant with its clock as it is now. */
export async function as<T>(tenant: Tenant, run: () => Promise<T>): Promise<T> {
  return asTenant({ tenant: (await findTenant(tenant.id))! }, run)
}

/** Gives a tenant settings, as if staff had chosen them before the story begins. */
export async function setPolicies(tenant: Tenant, policies: Record<string, unknown>): Promise<void> {
  await pool().query('update platform.tenants set policies = $2 where id = $1', [
    tenant.id,
    JSON.stringify(policies),
  ])
  forgetHosts()
}
