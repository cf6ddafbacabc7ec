import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'

/** The settings of a tenant as they are written, and how often they were changed. */
export interface WrittenPolicies {
  settings: Record<string, unknown>
  version: number
}

export async function findPolicies(): Promise<WrittenPolicies> {
  return read(sql``)
}

export async function lockPolicies(): Promise<WrittenPolicies> {
  return read(sql`for no key update`)
}

async function read(suffix: ReturnType<typeof sql>): Promise<WrittenPolicies> {
  const { rows } = await sql<WrittenPolicies>`
    select policies as settings, policies_version as version from platform.tenants where id = ${currentTenant().id} ${suffix}`.execute(
    db
  )
  return rows[0]!
}

/** Writes the settings of the current tenant, which is locked. */
export async function savePolicies(settings: Record<string, unknown>): Promise<void> {
  await sql`
    update platform.tenants set policies = ${JSON.stringify(settings)}::jsonb, policies_version = policies_version + 1
     where id = ${currentTenant().id}`.execute(db)
}
