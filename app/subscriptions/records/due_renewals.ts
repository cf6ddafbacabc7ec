import { sql } from 'kysely'
import { rowsAs, toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { RenewalItem } from '#app/subscriptions/domain/renewal_drafts'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { type SubscriptionRow, toSubscription } from '#app/subscriptions/records/subscriptions'

/** Renewals of a customer in one currency that are invoiced with one day: their own, or that of a monthly summary. */
export interface RenewalGroup {
  customerId: string
  currency: string
  invoicedWith: CalendarDate
}

export interface DueRenewals {
  today: CalendarDate
  /** A subscription that has been behind since then or before is about to be suspended: nothing more is invoiced. */
  behindSince: CalendarDate
  /** The same for the customer groups that are dunned in their own way. */
  ofGroups: { groupId: string; behindSince: CalendarDate }[]
  /** The day of the month of monthly summaries; null without them. */
  summaryDay: number | null
}

/** Whether a subscription `s` is one that is invoiced again: it runs, or its last hours are to be asked for, or its trial comes to an end. */
export const goesOn = sql`(not s.cancel_at_period_end
  and (s.status in ('active', 'past_due') or (s.status = 'cancelled' and s.interval_unit = 'hour') or (s.status = 'trialing' and s.renews_on = s.trial_ends_on)))`

/** Whether nothing more is invoiced for a subscription `s`, because it has been behind for too long. */
export const isWithheld = ({ behindSince, ofGroups }: DueRenewals) =>
  sql`(s.past_due_since is not null and s.past_due_since <= ${ofGroups.length === 0 ? sql`${behindSince}::date` : sql`coalesce(
    (select r."behindSince" from customers c join ${rowsAs(ofGroups, { groupId: 'uuid', behindSince: 'date' })} on r."groupId" = c.group_id
      where c.id = s.customer_id), ${behindSince}::date)`})` // prettier-ignore

const isDue = (due: DueRenewals) => sql`s.invoice_on <= ${due.today} and ${goesOn} and not ${isWithheld(due)}`

/** The day whose invoice asks for a renewal, as `invoicedWith` says it. What follows a trial waits for no summary. */
const groupDay = ({ summaryDay }: Pick<DueRenewals, 'summaryDay'>) =>
  summaryDay === null
    ? sql<CalendarDate>`s.renews_on`
    : sql<CalendarDate>`case when s.interval_unit in ('hour', 'day', 'week') or s.status = 'trialing' then s.renews_on
        else (date_trunc('month', s.renews_on - ${summaryDay - 1}::int) + make_interval(days => ${summaryDay - 1}::int))::date end`

/** The next groups to invoice behind a given one, earliest first. */
export async function listDueGroups(
  due: DueRenewals,
  { limit, after, retryUntil }: { limit: number; after: RenewalGroup | null; retryUntil: Date | null }
): Promise<RenewalGroup[]> {
  const isBehind = after
    ? sql`(${groupDay(due)}, s.customer_id, s.currency) > (${after.invoicedWith}::date, ${after.customerId}::uuid, ${after.currency})`
    : sql`true`
  const { rows } = await sql<RenewalGroup>`
    select s.customer_id as "customerId", s.currency, ${groupDay(due)} as "invoicedWith"
      from subscriptions s
     where ${isDue(due)} and ${retryUntil ? sql`s.invoice_retry_at <= ${retryUntil}` : sql`s.invoice_retry_at is null`}
       and ${isBehind}
     group by 1, 2, 3 order by 3, 1, 2 limit ${limit}`.execute(db)
  return rows
}

/** Locks what is still due of some groups. What somebody else works on at this moment is left for the next look. */
export async function lockDueRenewals(due: DueRenewals, groups: RenewalGroup[]): Promise<Subscription[]> {
  const { rows } = await sql<SubscriptionRow>`
    select s.* from subscriptions s
      join ${rowsAs(groups, { customerId: 'uuid', currency: 'text', invoicedWith: 'date' })}
        on r."customerId" = s.customer_id and r.currency = s.currency and r."invoicedWith" = ${groupDay(due)}
     where ${isDue(due)}
     order by s.customer_id, s.renews_on, s.id
       for no key update of s skip locked`.execute(db)
  const waiting = await listWaiting(rows.map(({ id }) => id))
  return rows.filter(({ id }) => !waiting.has(id)).map(toSubscription)
}

/**
 * A renewal waits for what was asked for of it and is not in its terms yet: a change that the look before this one did not see, because it
 * was just being written, or one that is being paid. Asked once they are locked, since a change that another transaction committed
 * meanwhile would not be seen by the statement that waited for it.
 */
async function listWaiting(subscriptionIds: string[]): Promise<Set<string>> {
  if (subscriptionIds.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select c.subscription_id as id from subscription_changes c
      join subscriptions s on s.tenant_id = c.tenant_id and s.id = c.subscription_id
     where c.subscription_id = any(${toArray('uuid', subscriptionIds)}::uuid[]) and c.finished_at is null
       and (c.status = 'awaiting_payment' or (c.status = 'scheduled' and c.effective_on <= s.renews_on))`.execute(
    db
  )
  return new Set(rows.map(({ id }) => id))
}

export async function listRenewalItems(subscriptionIds: string[]): Promise<RenewalItem[]> {
  const { rows } = await sql<RenewalItem>`
    select subscription_id as "subscriptionId", kind, price_id as "priceId", description, quantity, unit_amount as "unitAmount", tiers
      from subscription_items where subscription_id = any(${toArray('uuid', subscriptionIds)}::uuid[])
     order by subscription_id, position`.execute(db)
  return rows
}

/** What kind of product each plan is, by which taxes differ. */
export async function listProductKinds(planIds: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; kind: string }>`
    select plans.id, products.kind from plans
      join products on products.tenant_id = plans.tenant_id and products.id = plans.product_id
     where plans.id = any(${[...new Set(planIds)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.kind]))
}

export interface RenewedSubscription {
  id: string
  current_period_starts_on: CalendarDate
  renews_on: CalendarDate
  invoice_on: CalendarDate | null
}

/** Moves renewed subscriptions on by one period, all in one statement. */
export async function advanceSubscriptions(rows: RenewedSubscription[]): Promise<void> {
  await sql`
    update subscriptions s
       set current_period_starts_on = r.current_period_starts_on, renews_on = r.renews_on, invoice_on = r.invoice_on,
           invoice_failure = null, invoice_retry_at = null
      from ${rowsAs(rows, { id: 'uuid', current_period_starts_on: 'date', renews_on: 'date', invoice_on: 'date' })}
     where s.tenant_id = platform.current_tenant() and s.id = r.id`.execute(db)
}

/** Sets on which day the renewals of all that run are invoiced. One that waits for its hour after a failure keeps its day. */
export async function replanInvoiceDays(terms: {
  summaryDay: number | null
  invoiceLeadDays: number
}): Promise<number> {
  const day = sql`(${groupDay(terms)} - case when s.interval_unit = 'hour' then 0 else ${terms.invoiceLeadDays}::int end)`
  const { numAffectedRows } = await sql`
    update subscriptions s set invoice_on = ${day}
     where s.invoice_on is not null and s.invoice_retry_at is null and s.renews_on is not null and not s.cancel_at_period_end
       and s.invoice_on is distinct from ${day}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Notes why a group could not be invoiced, and when to try again. @returns its subscriptions */
export async function noteRenewalFailure(
  due: DueRenewals,
  group: RenewalGroup,
  { reason, retryAt }: { reason: string; retryAt: Date }
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update subscriptions s set invoice_failure = ${reason}, invoice_retry_at = ${retryAt}
     where s.customer_id = ${group.customerId} and s.currency = ${group.currency} and s.invoice_on is not null
       and ${groupDay(due)} = ${group.invoicedWith}::date
    returning s.id`.execute(db)
  return rows.map((row) => row.id)
}
