import { db } from '#app/shared/database/db'

/** The method that an invoice of the customer would be charged to: the default one, or else the newest. */
export async function findChargeableMethod(customerId: string): Promise<string | null> {
  const row = await db
    .selectFrom('payment_methods')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('status', '=', 'active')
    .orderBy('is_default', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Whether a payment was made by the customer in person, who has seen on screen how it ended. */
export async function isMadeInPerson(paymentId: string): Promise<boolean> {
  const row = await db
    .selectFrom('payments')
    .select(['is_off_session', 'order_id'])
    .where('id', '=', paymentId)
    .executeTakeFirst()
  return row !== undefined && !row.is_off_session && row.order_id === null
}
