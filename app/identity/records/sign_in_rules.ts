import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import type { SignInRules } from '#app/identity/domain/sign_in_rules'

/** Of the current tenant, locked: what changed is told from what was. */
export async function lock(): Promise<SignInRules> {
  const { rows } = await sql<SignInRules>`
    select staff_second_factor as "staffSecondFactor", sign_in_links as "signInLinks",
           confirm_sign_ups as "confirmSignUps",
           json_build_object('who', customer_second_factor, 'from', customer_second_factor_from) as "customerSecondFactor"
      from platform.tenants where id = ${currentTenant().id} for no key update`.execute(db)
  const { customerSecondFactor: rule, ...rules } = rows[0]!
  return { ...rules, customerSecondFactor: { ...rule, from: rule.from && new Date(rule.from) } }
}

export async function save({
  staffSecondFactor,
  signInLinks,
  confirmSignUps,
  customerSecondFactor,
}: SignInRules): Promise<void> {
  await sql`
    update platform.tenants set staff_second_factor = ${staffSecondFactor}, sign_in_links = ${signInLinks},
           confirm_sign_ups = ${confirmSignUps},
           customer_second_factor = ${customerSecondFactor.who}, customer_second_factor_from = ${customerSecondFactor.from}
     where id = ${currentTenant().id}`.execute(db)
}
