import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/**
 * What a staff member gave a customer away since an instant, as the log of facts says, less what they took back from the balance. Credit notes of refunds
 * count as refunds.
 */
export async function sumGiven(question: {
  customerId: string
  currency: string
  userId: string
  since: Date
}): Promise<bigint> {
  const { customerId, currency, userId, since } = question
  const { rows } = await sql<{ amount: bigint }>`
    select coalesce(sum(coalesce(e.data->>'amount', e.data->>'total')::bigint), 0)::bigint as amount
      from events e
     where e.customer_id = ${customerId} and e.actor_kind = 'staff' and e.actor_id = ${userId} and e.occurred_at > ${since}
       and e.type in ('customer_balance.adjusted', 'credit_note.issued', 'invoice.written_off', 'invoice.voided')
       and e.data->>'currency' = ${currency}
       and not exists (select 1 from refunds r where r.customer_id = e.customer_id and r.credit_note_id = e.subject_id)`.execute(
    db
  )
  return rows[0]!.amount
}
