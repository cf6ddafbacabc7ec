import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { ReversalCause } from '#app/billing/domain/received_payment'
import type { ReversibleSettlement } from '#app/billing/domain/payment_reversal'

export interface NewReversal {
  id: string
  receivedPaymentId: string
  cause: ReversalCause
  reason: string
  amount: bigint
  currency: string
  reopenedAmount: bigint
  reversedOn: CalendarDate
  reversedAt: Date
}

export async function insertReversal(reversal: NewReversal): Promise<void> {
  await db
    .insertInto('received_payment_reversals')
    .values({
      id: reversal.id,
      received_payment_id: reversal.receivedPaymentId,
      cause: reversal.cause,
      reason: reversal.reason,
      amount: reversal.amount,
      currency: reversal.currency,
      reopened_amount: reversal.reopenedAmount,
      reversed_on: reversal.reversedOn,
      reversed_at: reversal.reversedAt,
    })
    .execute()
}

/** The invoices that money which came in at an instant may have paid: at once, or from the balance since. */
export async function listPaidWith(spender: {
  customerId: string
  currency: string
  since: Date
}): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct i.id from invoice_settlements s join invoices i on i.tenant_id = s.tenant_id and i.id = s.invoice_id
     where i.customer_id = ${spender.customerId} and i.currency = ${spender.currency}
       and s.settled_at >= ${spender.since} and s.source in ('payment', 'balance')`.execute(db)
  return rows.map(({ id }) => id)
}

/** What is left of settlements under some causes. */
export function listSettlementsOf(causeIds: readonly string[]): Promise<ReversibleSettlement[]> {
  return listLeft(sql`s.cause_id = any(${causeIds}::uuid[])`, sql`s.settled_at, s.cause_id`)
}

/** What a customer balance paid from an instant on, latest first. */
export function listSpentBalance(spender: {
  customerId: string
  currency: string
  since: Date
}): Promise<ReversibleSettlement[]> {
  const { customerId, currency, since } = spender
  return listLeft(
    sql`s.source = 'balance' and s.settled_at >= ${since} and i.customer_id = ${customerId} and i.currency = ${currency}`,
    sql`s.settled_at desc, s.cause_id desc`
  )
}

async function listLeft(which: ReturnType<typeof sql>, order: ReturnType<typeof sql>) {
  const { rows } = await sql<ReversibleSettlement>`
    select s.cause_id as "causeId", s.invoice_id as "invoiceId",
           (s.amount + coalesce((select sum(r.amount) from invoice_settlements r
             where r.tenant_id = s.tenant_id and r.reverses_cause_id = s.cause_id), 0))::bigint as amount
      from invoice_settlements s join invoices i on i.tenant_id = s.tenant_id and i.id = s.invoice_id
     where s.source <> 'reversal' and ${which} order by ${order} limit 1000`.execute(db)
  return rows.filter(({ amount }) => amount > 0n)
}
