import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** Gifts to a customer that wait for a second person. */
export async function listWaitingGifts(customerId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('gift_requests')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('status', '=', 'waiting')
    .execute()
  return rows.map(({ id }) => id)
}

/** Takes out what staff noted beside a customer's money. Reasons of what was booked stay with the booking: they are its voucher. */
export async function eraseOfCustomer(customerId: string): Promise<void> {
  await sql`update gift_requests set reason = 'Erased' where customer_id = ${customerId}`.execute(db)
  await sql`update received_payments set note = null where note is not null and customer_id = ${customerId}`.execute(
    db
  )
  await sql`update collection_cases set note = null where note is not null and customer_id = ${customerId}`.execute(
    db
  )
}
