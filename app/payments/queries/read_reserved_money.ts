import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/**
 * How much of a customer balance nobody may spend: it was paid for something else and is about to be applied to it, or is about to go
 * back to its customer. With the balance locked before, it cannot grow until the open transaction ends.
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
      select (
        (select coalesce(sum(captured_amount + forgiven_amount), 0) from payments
          where customer_id = ${customerId} and currency = ${currency} and status = 'succeeded' and applied_at is null and not is_top_up)
        + (select coalesce(sum(amount), 0) from refunds
            where customer_id = ${customerId} and currency = ${currency} and status in ('created', 'action_required', 'processing', 'unknown'))
        )::bigint as amount`.execute(db)
    return rows[0]!.amount
  })
}
