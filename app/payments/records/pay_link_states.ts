import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** When a customer's pay links were revoked, by the clock of the world; null for never. */
export async function findRevokedAt(customerId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('pay_link_states')
    .select('revoked_at')
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.revoked_at ?? null
}

export async function revokeLinks(customerId: string, at: Date): Promise<void> {
  await db
    .insertInto('pay_link_states')
    .values({ customer_id: customerId, revoked_at: at })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'customer_id']).doUpdateSet({ revoked_at: at }))
    .execute()
}

/** Notes that a link is mailed now. @returns false when one was mailed since then, by whoever was faster */
export async function noteMailed(
  customerId: string,
  { at, notSince }: { at: Date; notSince: Date }
): Promise<boolean> {
  const { rows } = await sql`
    insert into pay_link_states (customer_id, mailed_at) values (${customerId}, ${at})
    on conflict (tenant_id, customer_id) do update set mailed_at = excluded.mailed_at
     where pay_link_states.mailed_at is null or pay_link_states.mailed_at <= ${notSince}
    returning customer_id`.execute(db)
  return rows.length > 0
}
