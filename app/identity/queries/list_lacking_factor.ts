import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CustomerSecondFactor, trusting } from '#app/identity/domain/sign_in_rules'

export interface LackingPerson {
  userId: string
  email: string
  name: string
  locale: string
}

/** Of whom is a second factor asked who has none? In the order of their ids, from one on. */
export function listLackingFactor(
  who: CustomerSecondFactor,
  { after, size }: { after: string | null; size: number }
): Promise<LackingPerson[]> {
  if (who === 'nobody') return Promise.resolve([])
  return inReadTransaction(async () => {
    const { rows } = await sql<LackingPerson>`
      select u.id as "userId", u.email, u.name, u.locale
        from users u
       where u.disabled_at is null and (${after}::uuid is null or u.id > ${after}::uuid)
         and exists (select from memberships m where m.tenant_id = u.tenant_id and m.user_id = u.id
                        and (${who} = 'everybody' or m.permissions && ${trusting}::text[]))
         and not exists (select from totp_factors f where f.tenant_id = u.tenant_id and f.user_id = u.id
                            and f.confirmed_at is not null)
         and not exists (select from passkeys p where p.tenant_id = u.tenant_id and p.user_id = u.id)
       order by u.id limit ${size}`.execute(db)
    return rows
  })
}
