import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'

export interface PeriodInvoice {
  invoiceId: string
  isUnpaid: boolean
}

/** The invoice of the period that starts on a day. */
export async function findPeriodInvoice(
  subscriptionId: string,
  startsOn: CalendarDate
): Promise<PeriodInvoice | null> {
  return toPeriodInvoice(await periodInvoice(subscriptionId, startsOn).executeTakeFirst())
}

/** The same, locked: nobody pays it or takes it back before what is decided by it is done. */
export async function lockPeriodInvoice(
  subscriptionId: string,
  startsOn: CalendarDate
): Promise<PeriodInvoice | null> {
  const query = periodInvoice(subscriptionId, startsOn).forNoKeyUpdate('invoices')
  return toPeriodInvoice(await query.executeTakeFirst())
}

function periodInvoice(subscriptionId: string, startsOn: CalendarDate) {
  return (
    db
      .selectFrom('subscription_periods')
      .innerJoin('invoices', 'invoices.id', 'subscription_periods.invoice_id')
      .select(['invoices.id', 'invoices.status'])
      .where('subscription_periods.subscription_id', '=', subscriptionId)
      .where('subscription_periods.period_starts_on', '=', startsOn)
      // A period that a change put another in the place of, on its very first day, never ran.
      .where('subscription_periods.ended_early_on', 'is', null)
  )
}

function toPeriodInvoice(row: { id: string; status: string } | undefined): PeriodInvoice | null {
  return row ? { invoiceId: row.id, isUnpaid: row.status === 'open' } : null
}

export interface ReleasedPeriod {
  subscriptionId: string
  startsOn: CalendarDate
  /** The period before it, or the trial; null when it was the first. */
  previousStartsOn: CalendarDate | null
}

/** Gives the periods of a voided invoice back, so that those that will run can be invoiced anew. */
export async function releasePeriods(invoiceId: string): Promise<ReleasedPeriod[]> {
  const { rows } = await sql<ReleasedPeriod>`
    with released as (
      delete from subscription_periods where invoice_id = ${invoiceId}
      returning tenant_id, subscription_id, period_starts_on
    )
    select r.subscription_id as "subscriptionId", r.period_starts_on as "startsOn",
           coalesce(
             (select max(p.period_starts_on) from subscription_periods p
               where p.tenant_id = r.tenant_id and p.subscription_id = r.subscription_id
                 and p.period_starts_on < r.period_starts_on
                 and (p.ended_early_on is null or p.ended_early_on > p.period_starts_on)),
             (select t.starts_on from trials t
               where t.tenant_id = r.tenant_id and t.subscription_id = r.subscription_id)) as "previousStartsOn"
      from released r`.execute(db)
  return rows
}

/** The subscriptions that share the invoice of the last invoiced period with one, itself included. */
export async function listInvoiceMates(subscriptionId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct mate.subscription_id as id
      from subscriptions s
      join subscription_periods own
        on own.tenant_id = s.tenant_id and own.subscription_id = s.id and own.period_starts_on = s.current_period_starts_on
       and own.ended_early_on is null
      join subscription_periods mate on mate.tenant_id = own.tenant_id and mate.invoice_id = own.invoice_id
     where s.id = ${subscriptionId}`.execute(db)
  return [...new Set([subscriptionId, ...rows.map((row) => row.id)])]
}

export interface OpenInvoice {
  id: string
  /** Whether no day of any of its periods has come yet. */
  isAllAhead: boolean
  /** Whether a subscription on it still lives. */
  hasLiving: boolean
}

/** The unpaid invoices that a subscription is on, oldest first. */
export async function listOpenInvoicesOf(
  subscriptionId: string,
  today: CalendarDate
): Promise<OpenInvoice[]> {
  const { rows } = await sql<OpenInvoice>`
    select i.id, bool_and(coalesce(l.period_starts_on > ${today}, false)) as "isAllAhead",
           bool_or(coalesce(s.status <> 'cancelled', false)) as "hasLiving"
      from invoices i
      join invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
      left join subscriptions s on s.tenant_id = l.tenant_id and s.id = l.subscription_id
     where i.status = 'open'
       and i.id in (select invoice_id from invoice_lines where subscription_id = ${subscriptionId})
     group by i.id, i.due_on order by i.due_on, i.id`.execute(db)
  return rows
}

/** Locks the unpaid invoices that a subscription is on, always in one order. Its subscription is locked before. */
export async function lockOpenInvoicesOf(subscriptionId: string): Promise<void> {
  await sql`
    select i.id from invoices i
     where i.status = 'open' and i.id in (select invoice_id from invoice_lines where subscription_id = ${subscriptionId})
     order by i.id for no key update`.execute(db)
}
