import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { dateIn, startOfDay } from '#app/shared/time/calendar'
import { readCustomerBalance } from '#app/ledger/index'
import type { TopUpFigures } from '#app/payments/domain/payment_limits'

/** Has two tabs of one customer wait for each other. Null when there is no such customer. */
export async function lockPayer(customerId: string): Promise<{ id: string; currency: string } | null> {
  const row = await db
    .selectFrom('customers')
    .select(['id', 'currency'])
    .where('id', '=', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ?? null
}

/**
 * What a customer has topped up today and what the balance comes to. A top-up that the bank may be taking counts as taken; one that
 * waits for its customer does not, because a new one takes its place.
 */
export async function readTopUpFigures(
  customerId: string,
  { currency, now }: { currency: string; now: Date }
): Promise<TopUpFigures> {
  const { timeZone } = currentTenant()
  const dayStartsAt = startOfDay(timeZone, dateIn(timeZone, now))
  const { rows } = await sql<{ today: bigint; moving: bigint }>`
    select coalesce(sum(case when status = 'succeeded' then captured_amount else amount end)
             filter (where created_at >= ${dayStartsAt}), 0)::bigint as today,
           coalesce(sum(amount) filter (where status <> 'succeeded'), 0)::bigint as moving
      from payments
     where customer_id = ${customerId} and is_top_up and currency = ${currency}
       and (status in ('processing', 'authorised', 'unknown') or (status = 'created' and payment_method_id is not null and pending_call = 'create')
            or (status = 'succeeded' and created_at >= ${dayStartsAt}))`.execute(db)
  const { amount } = await readCustomerBalance({ customerId, currency })
  return { today: rows[0]!.today, balance: amount + rows[0]!.moving }
}
