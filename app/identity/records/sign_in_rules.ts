import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import type { SignInRules } from '#app/identity/domain/sign_in_rules'

/** Of the current tenant, locked: what changed is told from what was. */
export async function lock(): Promise<SignInRules> {
  const { rows } = await sql<SignInRules>`
    select staff_second_factor as "staffSecondFactor", sign_in_links as "signInLinks"
      from platform.tenants where id = ${currentTenant().id} for update`.execute(db)
  return rows[0]!
}

export async function save({ staffSecondFactor, signInLinks }: SignInRules): Promise<void> {
  await sql`
    update platform.tenants set staff_second_factor = ${staffSecondFactor}, sign_in_links = ${signInLinks}
     where id = ${currentTenant().id}`.execute(db)
}
