import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/**
 * How much of a customer balance was paid for something else and is about to be applied to it: nobody may spend it. With the balance
 * locked before, it cannot grow until the open transaction ends.
 */
export function readReservedMoney({
  customerId,
  currency,
}: {
  customerId: string
  currency: string
}): Promise<bigint> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{ amount: bigint }>`
      select coalesce(sum(captured_amount + forgiven_amount), 0)::bigint as amount from payments
       where customer_id = ${customerId} and currency = ${currency} and status = 'succeeded' and applied_at is null and not is_top_up`.execute(
      db
    )
    return rows[0]!.amount
  })
}
