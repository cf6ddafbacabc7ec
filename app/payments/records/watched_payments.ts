import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { GatewayPage } from '#app/payments/domain/gateway_values'

/** Keeps what the gateway said last about where to send coins. */
export async function keepWatchedPage(paymentId: string, page: GatewayPage, askedAt: Date): Promise<void> {
  const kept = { asked_at: askedAt, page: JSON.stringify(page) }
  await db
    .insertInto('watched_payments')
    .values({ payment_id: paymentId, ...kept })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'payment_id']).doUpdateSet(kept))
    .execute()
}

/** Null where nobody was ever asked to send coins for the payment. */
export async function findWatchedPage(paymentId: string): Promise<GatewayPage | null> {
  const row = await db
    .selectFrom('watched_payments')
    .select('page')
    .where('payment_id', '=', paymentId)
    .executeTakeFirst()
  if (!row) return null
  const page = row.page as unknown as GatewayPage & { expiresAt: string | null }
  return { ...page, expiresAt: page.expiresAt === null ? null : new Date(page.expiresAt) }
}

/** Of all who look at once, one may have the gateway asked. @returns whether it is the caller */
export async function claimQuestion(
  paymentId: string,
  { now, pauseSeconds }: { now: Date; pauseSeconds: number }
): Promise<boolean> {
  const { rows } = await sql`
    update watched_payments set asked_at = ${now}
     where payment_id = ${paymentId} and asked_at <= ${new Date(now.getTime() - pauseSeconds * 1_000)}
    returning payment_id`.execute(db)
  return rows.length > 0
}
