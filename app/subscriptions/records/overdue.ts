import { sql } from 'kysely'
import { rowsAs, toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { Grouped, OverdueInvoice } from '#app/billing/index'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

/**
 * From when on lines `l` of an invoice `i` are owed for a service: the due date, or the first day of what they pay for when that lies
 * after it. A monthly summary asks ahead, and no service stops while the days before are paid for. When money that had paid it was taken back,
 * it is owed from that day.
 */
const owedSince = sql<CalendarDate>`greatest(i.due_on, min(l.period_starts_on), i.reopened_on)`

/** What waits for the next invoice of its customer, because so little cannot be charged alone, holds nothing back. */
const isAskedFor = sql<boolean>`i.collection_failure is distinct from 'too_small'`

export interface FallenBehind {
  id: string
  customerId: string
  since: CalendarDate
}

/** Each subscription that owes from before a day, and since when. Found once and by itself: while the tenant was new, PostgreSQL looked through all open invoices anew for each of its subscriptions. */
const owing = (before: CalendarDate) => sql`
      select owed.subscription_id, min(owed.since) as since
        from (
          select l.subscription_id, ${owedSince} as since
            from invoices i join invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
           where i.status = 'open' and i.due_on < ${before} and ${isAskedFor} and l.subscription_id is not null
           group by l.subscription_id, i.tenant_id, i.id
        ) owed
       where owed.since < ${before} group by 1`

/**
 * Marks every running subscription that has an unpaid invoice from before today. Two statements, however many: they are locked first, in one
 * order, and who owes is asked again then. Whoever paid while the locks were waited for would stay behind for good: nothing more comes to
 * bring them back.
 */
export async function markFallenBehind(input: {
  today: CalendarDate
  from: SubscriptionStatus
  to: SubscriptionStatus
}): Promise<FallenBehind[]> {
  const { rows: locked } = await sql<{ id: string }>`
    with o as materialized (${owing(input.today)})
    select s.id from o join subscriptions s on s.tenant_id = platform.current_tenant() and s.id = o.subscription_id
     where s.status = ${input.from}
     order by s.id for no key update of s`.execute(db)
  if (locked.length === 0) return []
  const ids = toArray('uuid', locked.map(({ id }) => id)) // prettier-ignore
  const { rows } = await sql<FallenBehind>`
    with o as materialized (${owing(input.today)})
    update subscriptions s set status = ${input.to}, past_due_since = o.since
      from o
     where s.tenant_id = platform.current_tenant() and s.id = o.subscription_id and s.status = ${input.from} and s.id = any(${ids}::uuid[])
    returning s.id, s.customer_id as "customerId", s.past_due_since as since`.execute(db)
  return rows
}

/** Since when each subscription owes, of those that owed before a day. */
export async function findOldestDue(
  subscriptionIds: string[],
  before: CalendarDate
): Promise<Map<string, CalendarDate>> {
  const { rows } = await sql<{ id: string; due_on: CalendarDate }>`
    select owed.id, min(owed.since) as due_on
      from (
        select l.subscription_id as id, ${owedSince} as since
          from invoice_lines l join invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
         where l.subscription_id = any(${subscriptionIds}::uuid[]) and i.status = 'open' and i.due_on < ${before} and ${isAskedFor}
         group by l.subscription_id, i.tenant_id, i.id
      ) owed
     where owed.since < ${before} group by 1`.execute(db)
  return new Map(rows.map((row) => [row.id, row.due_on]))
}

/** The payments for an invoice `i`, alone or with others. */
const paymentsOf = sql`
  select id from payments where tenant_id = i.tenant_id and invoice_id = i.id
   union all select payment_id from payment_parts where tenant_id = i.tenant_id and invoice_id = i.id`

export interface OverdueCandidate extends Grouped {
  id: string
  status: SubscriptionStatus
  owedSince: CalendarDate
  wasTried: boolean
  isPaymentUnderWay: boolean
}

/**
 * Subscriptions that have been behind for long enough that something may follow, with their oldest unpaid invoice. An invoice
 * with a planned try that is not made yet counts as not tried, and so does one whose promise to pay is over until the try that follows it. Money
 * that was taken and is not applied yet is on its way like any other.
 */
export async function listOverdueCandidates(input: {
  today: CalendarDate
  suspendSince: CalendarDate
  terminateSince: CalendarDate
  /** The same for customer groups that are dunned in their own way. */
  ofGroups: { groupId: string; suspendSince: CalendarDate; terminateSince: CalendarDate }[]
  now: Date
  timeZone: string
  id?: string
  afterId?: string | null
  limit: number
}): Promise<OverdueCandidate[]> {
  const { rows } = await sql<OverdueCandidate>`
    select s.id, s.status, i.owed_since as "owedSince", c.group_id as "groupId", c.group_since as "groupSince",
           (i.next_attempt_at is null or i.next_attempt_at > ${input.now} and (i.promised_until is null
             or i.last_attempt_at is not null and (i.last_attempt_at at time zone ${input.timeZone})::date > i.promised_until)) as "wasTried",
           exists (
             select from payments p where p.tenant_id = i.tenant_id and p.id in (${paymentsOf})
               and ((p.status = 'succeeded' and p.applied_at is null)
                 or ((p.status in ('processing', 'authorised', 'unknown') or p.pending_call is not null)
                   and (p.holds_until is null or p.holds_until > ${input.now})))) as "isPaymentUnderWay"
      from subscriptions s
      join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      left join ${rowsAs(input.ofGroups, { groupId: 'uuid', suspendSince: 'date', terminateSince: 'date' })} on r."groupId" = c.group_id
      join lateral (
        select i.id, i.tenant_id, ${owedSince} as owed_since, i.next_attempt_at, i.last_attempt_at, i.promised_until
          from invoice_lines l join invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
         where l.tenant_id = s.tenant_id and l.subscription_id = s.id and i.status = 'open' and ${isAskedFor}
         group by i.tenant_id, i.id
         order by owed_since, i.id limit 1
      ) i on true
     where (i.promised_until is null or i.promised_until < ${input.today})
       and ((s.status = 'past_due' and s.past_due_since <= coalesce(r."suspendSince", ${input.suspendSince}::date))
         or (s.status = 'suspended' and s.past_due_since <= coalesce(r."terminateSince", ${input.terminateSince}::date)))
       and ${input.id ? sql`s.id = ${input.id}` : sql`true`}
       and ${input.afterId ? sql`s.id > ${input.afterId}` : sql`true`}
     order by s.id limit ${input.limit}`.execute(db)
  return rows
}

/**
 * Unpaid invoices that are due and that a living subscription hangs on: those may need a notice, unless their money is on its way. The first invoice after a trial does
 * not: it has notices of its own, and ends by other days.
 */
export async function listInvoicesToNotice(input: {
  today: CalendarDate
  now: Date
  afterId: string | null
  limit: number
}): Promise<OverdueInvoice[]> {
  const { rows } = await sql<OverdueInvoice>`
    select i.id, i.reference, i.customer_id as "customerId", o.owed_since as "owedSince", i.reopenings,
           c.group_id as "groupId", c.group_since as "groupSince"
      from invoices i
      join customers c on c.tenant_id = i.tenant_id and c.id = i.customer_id
      join lateral (
        select ${owedSince} as owed_since
          from invoice_lines l join subscriptions s on s.tenant_id = l.tenant_id and s.id = l.subscription_id
         where l.tenant_id = i.tenant_id and l.invoice_id = i.id and s.status <> 'cancelled'
           and not exists (select from trials t where t.tenant_id = s.tenant_id and t.subscription_id = s.id and t.status = 'running')
        having count(*) > 0
      ) o on true
     where i.status = 'open' and i.due_on <= ${input.today} and i.handed_over_on is null and ${isAskedFor}
       and (i.promised_until is null or i.promised_until < ${input.today})
       and not exists (
         select from payments p where p.tenant_id = i.tenant_id and p.id in (${paymentsOf})
            and p.status = 'processing' and (p.holds_until is null or p.holds_until > ${input.now}))
       and ${input.afterId ? sql`i.id > ${input.afterId}` : sql`true`}
     order by i.id limit ${input.limit}`.execute(db)
  return rows
}
