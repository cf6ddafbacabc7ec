import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { OverdueInvoice } from '#app/billing/index'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

export interface FallenBehind {
  id: string
  customerId: string
  since: CalendarDate
}

/** Marks every running subscription that has an unpaid invoice from before today. One statement, however many. */
export async function markFallenBehind(input: {
  today: CalendarDate
  from: SubscriptionStatus
  to: SubscriptionStatus
}): Promise<FallenBehind[]> {
  const { rows } = await sql<FallenBehind>`
    update subscriptions s set status = ${input.to}, past_due_since = o.since
      from (
        select l.subscription_id, min(i.due_on) as since
          from invoices i join invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
         where i.status = 'open' and i.due_on < ${input.today} and l.subscription_id is not null
         group by 1
      ) o
     where s.id = o.subscription_id and s.status = ${input.from}
    returning s.id, s.customer_id as "customerId", s.past_due_since as since`.execute(db)
  return rows
}

/** The due date of the oldest unpaid invoice of each subscription that was due before a day. */
export async function findOldestDue(
  subscriptionIds: string[],
  before: CalendarDate
): Promise<Map<string, CalendarDate>> {
  const { rows } = await sql<{ id: string; due_on: CalendarDate }>`
    select l.subscription_id as id, min(i.due_on) as due_on
      from invoice_lines l join invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
     where l.subscription_id = any(${subscriptionIds}::uuid[]) and i.status = 'open' and i.due_on < ${before}
     group by 1`.execute(db)
  return new Map(rows.map((row) => [row.id, row.due_on]))
}

export interface OverdueCandidate {
  id: string
  status: SubscriptionStatus
  dueOn: CalendarDate
  wasTried: boolean
  isPaymentUnderWay: boolean
}

/**
 * Subscriptions that have been behind for long enough that something may follow, with their oldest unpaid invoice. An invoice
 * with a planned try that is not made yet counts as not tried.
 */
export async function listOverdueCandidates(input: {
  today: CalendarDate
  suspendSince: CalendarDate
  terminateSince: CalendarDate
  now: Date
  afterId: string | null
  limit: number
}): Promise<OverdueCandidate[]> {
  const { rows } = await sql<OverdueCandidate>`
    select s.id, s.status, i.due_on as "dueOn",
           (i.next_attempt_at is null or i.next_attempt_at > ${input.now}) as "wasTried",
           exists (
             select from payments p where p.tenant_id = i.tenant_id and p.id in (
                 select id from payments where tenant_id = i.tenant_id and invoice_id = i.id
                 union all select payment_id from payment_parts where tenant_id = i.tenant_id and invoice_id = i.id and is_open)
               and (p.status in ('processing', 'authorised', 'unknown') or p.pending_call is not null)) as "isPaymentUnderWay"
      from subscriptions s
      join lateral (
        select i.id, i.tenant_id, i.due_on, i.next_attempt_at, i.promised_until
          from invoice_lines l join invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
         where l.tenant_id = s.tenant_id and l.subscription_id = s.id and i.status = 'open'
         order by i.due_on, i.id limit 1
      ) i on true
     where (i.promised_until is null or i.promised_until < ${input.today})
       and ((s.status = 'past_due' and s.past_due_since <= ${input.suspendSince})
         or (s.status = 'suspended' and s.past_due_since <= ${input.terminateSince}))
       and ${input.afterId ? sql`s.id > ${input.afterId}` : sql`true`}
     order by s.id limit ${input.limit}`.execute(db)
  return rows
}

/** Unpaid invoices that a living subscription hangs on and that were due within some days: those may need a notice. */
export async function listInvoicesToNotice(input: {
  today: CalendarDate
  dueFrom: CalendarDate
  dueUntil: CalendarDate
  afterId: string | null
  limit: number
}): Promise<OverdueInvoice[]> {
  const { rows } = await sql<OverdueInvoice>`
    select i.id, i.reference, i.customer_id as "customerId", i.due_on as "dueOn"
      from invoices i
     where i.status = 'open' and i.due_on between ${input.dueFrom} and ${input.dueUntil}
       and (i.promised_until is null or i.promised_until < ${input.today})
       and ${input.afterId ? sql`i.id > ${input.afterId}` : sql`true`}
       and exists (
         select from invoice_lines l join subscriptions s on s.tenant_id = l.tenant_id and s.id = l.subscription_id
          where l.tenant_id = i.tenant_id and l.invoice_id = i.id and s.status <> 'cancelled')
     order by i.id limit ${input.limit}`.execute(db)
  return rows
}
