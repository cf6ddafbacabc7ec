import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { DayRevenue } from '#app/billing/domain/revenue'

/** Days before it are booked. Locked until the open transaction ends. @returns null while nothing has been booked */
export async function lockRecognisedBefore(): Promise<CalendarDate | null> {
  const { rows } = await sql<{ on: CalendarDate }>`
    select recognised_before as "on" from revenue_closings for no key update`.execute(db)
  return rows[0]?.on ?? null
}

export async function saveRecognisedBefore(on: CalendarDate): Promise<void> {
  await sql`
    insert into revenue_closings (recognised_before) values (${on})
    on conflict (tenant_id) do update set recognised_before = excluded.recognised_before`.execute(db)
}

/** The day of the first entry that deferred anything. */
export async function findFirstDeferral(): Promise<CalendarDate | null> {
  const { rows } = await sql<{ on: CalendarDate | null }>`
    select min(booked_on) as "on" from journal_entries where kind = 'invoice_issued'`.execute(db)
  return rows[0]?.on ?? null
}

interface Intake {
  /** Entries booked before it are taken to be scheduled; null for all. */
  since: CalendarDate | null
  recognisedBefore: CalendarDate
}

/**
 * Plans the revenue of invoices that were issued and are not planned yet: each line by its own period, a line without one on the
 * day of issue. In the reporting currency a line has its part of what the invoice deferred, so that its lines add up to it.
 *
 * What is fresh is found first and by itself, its lines are looked up invoice by invoice, and what was sold line by line (`offset 0` keeps
 * PostgreSQL from any other order): as one join, it set every line of the tenant against every invoice and every subscription before it
 * asked which entries are fresh, every day anew.
 */
export async function planIssuedInvoices({ since, recognisedBefore }: Intake): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into revenue_schedules (entry_id, position, source, invoice_id, line_position, product_kind, currency, reporting_currency, amount,
                                   reporting_amount, starts_on, ends_on, counts_from, catches_up)
    with fresh as materialized (
      select e.tenant_id, e.id, e.booked_on, e.cause_id as invoice_id from journal_entries e
       where e.kind = 'invoice_issued' and (${since}::date is null or e.booked_on >= ${since}::date)
         and not exists (select from revenue_schedules k where k.tenant_id = e.tenant_id and k.entry_id = e.id)
    ), pending as (
      select e.id, e.booked_on, e.invoice_id, f.deferred, f.reporting, f.reporting_currency
        from fresh e
        left join lateral (
          select -sum(s.amount)::bigint as deferred, -sum(s.reporting_amount)::bigint as reporting, max(s.reporting_currency) as reporting_currency
            from postings s join ledger_accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id and a.code = 'deferred_revenue'
           where s.tenant_id = e.tenant_id and s.entry_id = e.id
        ) f on true
    ), lines as (
      select w.*, n.position, n.amount, n.currency,
             coalesce((select d.kind from subscriptions u
                         join plans p on p.tenant_id = u.tenant_id and p.id = u.plan_id
                         join products d on d.tenant_id = p.tenant_id and d.id = p.product_id
                        where u.tenant_id = n.tenant_id and u.id = n.subscription_id), 'other') as product_kind,
             sum(n.amount) over (partition by w.id order by n.position) as so_far,
             coalesce(n.period_starts_on, w.booked_on) as starts_on, coalesce(n.period_ends_on, w.booked_on + 1) as ends_on
        from pending w
        cross join lateral (
          select l.*, i.currency from invoices i join invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
           where i.tenant_id = platform.current_tenant() and i.id = w.invoice_id offset 0
        ) n
    )
    select l.id, l.position, 'issue', l.invoice_id, l.position, l.product_kind, l.currency, coalesce(l.reporting_currency, t.reporting_currency), l.amount,
           case when l.deferred <> 0 then
                  round(l.reporting::numeric * l.so_far / l.deferred) - round(l.reporting::numeric * (l.so_far - l.amount) / l.deferred)
                when l.currency = t.reporting_currency then l.amount else 0 end,
           l.starts_on, l.ends_on, greatest(l.starts_on, l.booked_on, ${recognisedBefore}::date), true
      from lines l cross join (select reporting_currency from platform.tenants where id = platform.current_tenant()) t
     where l.amount <> 0`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/**
 * Takes back the revenue of credit notes: first of the days that are still to come, what goes beyond on the day of the note. The
 * oldest note of each invoice that is not planned yet; called until nothing is left, because each leaves less to the next.
 */
export async function planCreditNotes({ since, recognisedBefore }: Intake): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into revenue_schedules (entry_id, position, source, invoice_id, line_position, product_kind, currency, reporting_currency, amount,
                                   reporting_amount, starts_on, ends_on, counts_from, catches_up)
    with pending as (
      select distinct on (n.invoice_id) e.id, n.id as note_id, n.invoice_id, greatest(e.booked_on, ${recognisedBefore}::date) as "on"
        from journal_entries e join credit_notes n on n.tenant_id = e.tenant_id and n.id = e.cause_id
       where e.kind = 'credit_note_issued' and (${since}::date is null or e.booked_on >= ${since}::date)
         and not exists (select from revenue_schedules k where k.tenant_id = e.tenant_id and k.entry_id = e.id)
       order by n.invoice_id, e.booked_on, n.number
    ), lines as (
      select w.id, w."on", c.position, c.amount, s.invoice_id, s.line_position, s.product_kind, s.currency, s.reporting_currency, s.starts_on,
             s.ends_on, s.amount as whole, s.reporting_amount as reporting_whole, sign(s.amount)::int as side,
             (select sum(platform.recognised_before(r.amount, r.starts_on, r.ends_on, r.counts_from, r.catches_up, r.done_on)
                       - platform.recognised_before(r.amount, r.starts_on, r.ends_on, r.counts_from, r.catches_up, w."on"))
                from revenue_schedules r
               where r.tenant_id = s.tenant_id and r.invoice_id = s.invoice_id and r.line_position = s.line_position) as to_come
        from pending w
        join credit_note_lines c on c.tenant_id = platform.current_tenant() and c.credit_note_id = w.note_id and c.amount <> 0
        join revenue_schedules s on s.tenant_id = c.tenant_id and s.invoice_id = c.invoice_id and s.line_position = c.invoice_line_position
                                and s.source = 'issue'
    ), parts as (
      select l.*, case when l.ends_on > l."on" then (l.side * least(l.side * l.amount, greatest(l.side * l.to_come, 0)))::bigint else 0 end as future
        from lines l
    )
    select p.id, p.position * 2 + v.place, 'credit_note', p.invoice_id, p.line_position, p.product_kind, p.currency, p.reporting_currency, -v.amount,
           -round(p.reporting_whole::numeric * v.amount / p.whole), v.starts_on, v.ends_on, p."on", true
      from parts p
      cross join lateral (values
        (0, p.future, greatest(p.starts_on, p."on"), p.ends_on),
        (1, p.amount - p.future, p."on", p."on" + 1)
      ) v(place, amount, starts_on, ends_on)
     where v.amount <> 0`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Takes the revenue of voided invoices back: all of it, whether booked already or still to come. */
export async function planVoidedInvoices({ since, recognisedBefore }: Intake): Promise<number> {
  return mirror({
    entryKind: 'invoice_voided',
    source: 'void',
    since,
    countsFrom: sql`greatest(e.booked_on, ${recognisedBefore}::date)`,
    catchesUp: true,
    part: sql`1`,
  })
}

/**
 * Stops the revenue of invoices that were given up, from the day on which they were: what was earned until then stays earned. Of
 * an invoice that was paid in part, the paid part goes on.
 */
export async function planWrittenOffInvoices({ since, recognisedBefore }: Intake): Promise<number> {
  return mirror({
    entryKind: 'invoice_written_off',
    source: 'write_off',
    since,
    countsFrom: sql`greatest(e.booked_on, ${recognisedBefore}::date)`,
    catchesUp: false,
    part: sql`(select sum(s.amount)::numeric from postings s where s.tenant_id = e.tenant_id and s.entry_id = e.id and s.amount > 0) 
              / (i.total - coalesce((select sum(c.total) from credit_notes c where c.tenant_id = i.tenant_id and c.invoice_id = i.id), 0))`,
  })
}

interface Mirror {
  entryKind: string
  source: 'void' | 'write_off'
  since: CalendarDate | null
  countsFrom: ReturnType<typeof sql>
  catchesUp: boolean
  /** How much of each line is taken back, from 0 to 1. */
  part: ReturnType<typeof sql>
}

/** Schedules against those that an invoice has so far, with the same days, so that the two cancel out day by day. */
async function mirror({ entryKind, source, since, countsFrom, catchesUp, part }: Mirror): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into revenue_schedules (entry_id, position, source, invoice_id, line_position, product_kind, currency, reporting_currency, amount,
                                   reporting_amount, starts_on, ends_on, counts_from, catches_up)
    select e.id, row_number() over (partition by e.id order by s.entry_id, s.position), ${source}, s.invoice_id, s.line_position, s.product_kind, s.currency, s.reporting_currency, -round(s.amount * w.part),
           -round(s.reporting_amount * w.part), s.starts_on, s.ends_on, ${countsFrom}, ${catchesUp}
      from journal_entries e
      join invoices i on i.tenant_id = e.tenant_id and i.id = e.cause_id
      join revenue_schedules s on s.tenant_id = e.tenant_id and s.invoice_id = e.cause_id and s.source in ('issue', 'credit_note')
      cross join lateral (select ${part} as part) w
     where e.kind = ${entryKind} and (${since}::date is null or e.booked_on >= ${since}::date)
       and not exists (select from revenue_schedules k where k.tenant_id = e.tenant_id and k.entry_id = e.id)
       and round(s.amount * w.part) <> 0`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** What was prepaid on invoices that were given up and is not released yet. */
export async function listUnreleased(since: CalendarDate | null) {
  const { rows } = await sql<{
    invoiceId: string
    currency: string
    amount: bigint
    reportingAmount: bigint
    bookedOn: CalendarDate
  }>`
    select s.invoice_id as "invoiceId", s.currency, s.counts_from as "bookedOn",
           -sum(${bookedBefore(sql`s.done_on`)})::bigint as amount, -sum(${reportedBefore(sql`s.done_on`)})::bigint as "reportingAmount"
      from revenue_schedules s join journal_entries e on e.tenant_id = s.tenant_id and e.id = s.entry_id
     where s.source = 'write_off' and (${since}::date is null or e.booked_on >= ${since}::date)
       and not exists (select from journal_entries r
                        where r.tenant_id = s.tenant_id and r.kind = 'unearned_revenue_released' and r.cause_id = s.invoice_id)
     group by 1, 2, 3 having sum(${bookedBefore(sql`s.done_on`)}) <> 0`.execute(db)
  return rows
}

/** What becomes revenue on each day of [from, until). */
export async function sumDays(from: CalendarDate, until: CalendarDate): Promise<DayRevenue[]> {
  const { rows } = await sql<DayRevenue>`
    select d."on", s.currency, s.product_kind as "productKind",
           sum(${bookedBefore(sql`d."on" + 1`)} - ${bookedBefore(sql`d."on"`)})::bigint as amount,
           sum(${reportedBefore(sql`d."on" + 1`)} - ${reportedBefore(sql`d."on"`)})::bigint as "reportingAmount"
      from (select g::date as "on" from generate_series(${from}::date, ${until}::date - 1, interval '1 day') g) d
      join revenue_schedules s on s.tenant_id = platform.current_tenant() and s.counts_from <= d."on" and s.done_on > d."on"
     group by 1, 2, 3 order by 1, 2, 3`.execute(db)
  return rows
}

type Piece = ReturnType<typeof sql>

/** How much of schedule `s` is booked when all days before a day are. */
export function bookedBefore(before: Piece): Piece {
  return sql`platform.recognised_before(s.amount, s.starts_on, s.ends_on, s.counts_from, s.catches_up, ${before})`
}

/** The same in the reporting currency. */
export function reportedBefore(before: Piece): Piece {
  return sql`platform.reported_before(s.amount, s.reporting_amount, s.starts_on, s.ends_on, s.counts_from, s.catches_up, ${before})`
}
