import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Grouped, InvoiceStatus } from '#app/billing/index'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { SetupItem } from '#app/subscriptions/domain/renewal_drafts'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

export interface DueTrial extends Grouped {
  id: string
  subscriptionId: string
  orderId: string
  customerId: string
  startsOn: CalendarDate
  endsOn: CalendarDate
  status: SubscriptionStatus
  cancelReason: string | null
  /** Of the first paid period; all null while it is not made. */
  invoiceId: string | null
  invoiceStatus: InvoiceStatus | null
  dueOn: CalendarDate | null
  nextAttemptAt: Date | null
  lastAttemptAt: Date | null
  promisedUntil: CalendarDate | null
  /** Too small to be charged alone: it goes with the next invoice. */
  isCarried: boolean
  /** Without tax, minor units. */
  subtotal: bigint | null
}

/**
 * Few trials run at a time: whose they are is looked up trial by trial (`offset 0` keeps PostgreSQL from any other order). While the tenant
 * was new it set all subscriptions, customers and periods against each.
 */
const partiesOfTrial = sql`
      cross join lateral (select s.* from subscriptions s where s.tenant_id = t.tenant_id and s.id = t.subscription_id offset 0) s
      cross join lateral (select c.* from customers c where c.tenant_id = t.tenant_id and c.id = t.customer_id offset 0) c`

/** Trials that ran out, or whose subscription ended, with the invoice of their first paid period. */
export async function listDueTrials(input: {
  today: CalendarDate
  id?: string
  afterId?: string | null
  limit: number
}): Promise<DueTrial[]> {
  const { rows } = await sql<DueTrial>`
    select t.id, t.subscription_id as "subscriptionId", t.order_id as "orderId", t.customer_id as "customerId",
           t.starts_on as "startsOn", t.ends_on as "endsOn", s.status, s.cancel_reason as "cancelReason", i.id as "invoiceId",
           i.status as "invoiceStatus", i.due_on as "dueOn", i.next_attempt_at as "nextAttemptAt",
           i.last_attempt_at as "lastAttemptAt", i.promised_until as "promisedUntil",
           coalesce(i.status = 'open' and i.collection_failure = 'too_small', false) as "isCarried", i.subtotal,
           c.group_id as "groupId", c.group_since as "groupSince"
      from trials t
      ${partiesOfTrial}
      left join lateral (
        select i.* from subscription_periods p join invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
         where p.tenant_id = t.tenant_id and p.subscription_id = t.subscription_id and p.period_starts_on = t.ends_on
           and p.ended_early_on is null offset 0
      ) i on true
     where t.status = 'running' and (s.status = 'cancelled' or t.ends_on <= ${input.today})
       and ${input.id ? sql`t.id = ${input.id}` : sql`true`}
       and ${input.afterId ? sql`t.id > ${input.afterId}` : sql`true`}
     order by t.id limit ${input.limit}`.execute(db)
  return rows
}

export interface EndingTrial extends Grouped {
  id: string
  subscriptionId: string
  customerId: string
  startsOn: CalendarDate
  endsOn: CalendarDate
  currency: string
  /** With tax, minor units: of the invoice, or as it was quoted while there is none. */
  total: bigint
  invoiceId: string | null
  hasMethod: boolean
}

/** Running trials that go on to be paid, with what is paid then. */
export async function listEndingTrials(input: {
  today: CalendarDate
  afterId: string | null
  limit: number
}): Promise<EndingTrial[]> {
  const { rows } = await sql<EndingTrial>`
    select t.id, t.subscription_id as "subscriptionId", t.customer_id as "customerId", t.starts_on as "startsOn",
           t.ends_on as "endsOn", t.currency, c.group_id as "groupId", c.group_since as "groupSince", coalesce(i.total, t.first_total) as total, i.id as "invoiceId",
           exists (select from payment_methods m
                    where m.tenant_id = t.tenant_id and m.customer_id = t.customer_id and m.status = 'active') as "hasMethod"
      from trials t
      ${partiesOfTrial}
      left join lateral (
        select i.* from subscription_periods p join invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
         where p.tenant_id = t.tenant_id and p.subscription_id = t.subscription_id and p.period_starts_on = t.ends_on
           and p.ended_early_on is null offset 0
      ) i on true
     where t.status = 'running' and s.status = 'trialing' and not s.cancel_at_period_end
       and t.ends_on > ${input.today}
       and (i.status is null or i.status = 'open')
       and ${input.afterId ? sql`t.id > ${input.afterId}` : sql`true`}
     order by t.id limit ${input.limit}`.execute(db)
  return rows
}

/** Notes notices as given. @returns the trials for which they are new */
export async function insertTrialNotices(
  notices: readonly { trialId: string; daysBefore: number }[],
  announcedAt: Date
): Promise<Set<string>> {
  const rows = notices.map(({ trialId, daysBefore }) => ({ trial_id: trialId, days_before: daysBefore }))
  const inserted = await sql<{ trial_id: string }>`
    insert into trial_notices (trial_id, days_before, announced_at)
    select r.trial_id, r.days_before, ${announcedAt}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(trial_id uuid, days_before int)
    on conflict do nothing
    returning trial_id`.execute(db)
  return new Set(inserted.rows.map((row) => row.trial_id))
}

/** The set-up fees of subscriptions on trial, as they were ordered: their first paid period charges them. */
export async function listSetupItems(subscriptionIds: string[]): Promise<SetupItem[]> {
  const { rows } = await sql<SetupItem>`
    select s.id as "subscriptionId", 'setup' as kind, (part ->> 'priceId')::uuid as "priceId", part ->> 'description' as description,
           (part ->> 'quantity')::int as quantity, (part ->> 'unitAmount')::bigint as "unitAmount"
      from subscriptions s
      join order_lines l on l.tenant_id = s.tenant_id and l.id = s.order_line_id
      cross join lateral jsonb_array_elements(l.content -> 'parts') with ordinality as parts(part, place)
     where s.id = any(${subscriptionIds}::uuid[]) and part ->> 'kind' = 'setup'
     order by s.id, parts.place`.execute(db)
  return rows
}
