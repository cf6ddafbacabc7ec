import type { Tenant } from '#app/shared/database/context'
import { pool } from '#app/shared/database/pool'
import { findTenant, forgetHosts } from '#app/shared/database/tenant_directory'
import { createTenant } from '../../tests/support/tenants.js'

/** A tenant as in production: whose clock is the real one and cannot be moved. */
export async function createLiveTenant(): Promise<Tenant> {
  const { id } = await createTenant()
  await pool().query('update platform.tenants set clock_frozen_at = null where id = $1', [id])
  await pool().query('update platform.tenants set is_demo = false where id = $1', [id])
  forgetHosts()
  return (await findTenant(id))!
}
