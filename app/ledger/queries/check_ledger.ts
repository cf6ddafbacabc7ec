import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** One thing in the books that must never be: which rule it breaks, on what, and what was found. */
export interface LedgerDifference {
  check: string
  subject: string
  found: string
}

export interface LedgerReport {
  isClean: boolean
  counts: { entries: number; postings: number; ledgerAccounts: number; invoices: number; payments: number }
  differences: LedgerDifference[]
}

/** How many differences of one kind are listed; more of the same say nothing new. */
const listedMax = 50

/**
 * Each check is one statement that lists what breaks a rule. It is an auditor's view: it reads the tables of billing and of
 * payments as they lie there, sharing no code with what wrote them, and starts from the postings each time.
 */
const checks = {
  entry_balances: sql`
    select e.id::text as subject, format('%s of %s is off by %s %s', e.kind, e.cause_id, sum(p.amount), p.currency) as found
      from journal_entries e join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
     group by e.tenant_id, e.id, p.currency having sum(p.amount) <> 0`,
  entry_complete: sql`
    select e.id::text as subject, format('announces %s postings, has %s', e.posting_count, count(p.entry_id)) as found
      from journal_entries e left join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
     group by e.tenant_id, e.id having count(p.entry_id) <> e.posting_count`,
  posting_currency: sql`
    select p.entry_id::text as subject, format('posts %s to %s in %s', p.currency, l.code, l.currency) as found
      from postings p join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id where l.currency <> p.currency`,
  balance_follows_postings: sql`
    select format('%s %s', l.code, l.currency) as subject, format('stands at %s, its postings add up to %s', l.balance, coalesce(p.total, 0)) as found
      from ledger_accounts l
      left join (select tenant_id, account_id, sum(amount) as total from postings group by 1, 2) p
        on p.tenant_id = l.tenant_id and p.account_id = l.id
     where l.balance <> coalesce(p.total, 0)`,
  invoice_amount_due: sql`
    select coalesce(i.id, r.invoice_id)::text as subject,
           format('%s is due by the invoice, %s by the ledger', coalesce(i.amount_due::text, 'no invoice'), coalesce(r.total, 0)) as found
      from invoices i
      full join (
        select p.tenant_id, p.invoice_id, sum(p.amount) as total
          from postings p join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id
         where l.code like 'receivable:%' group by 1, 2
      ) r on r.tenant_id = i.tenant_id and r.invoice_id = i.id
     where i.amount_due is distinct from coalesce(r.total, 0)`,
  receivable_of_invoice_customer: sql`
    select p.entry_id::text as subject, format('moves %s for invoice %s of another customer or currency', l.code, i.reference) as found
      from postings p
      join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id
      join invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
     where l.code like 'receivable:%' and (l.customer_id is distinct from i.customer_id or l.currency <> i.currency)`,
  payment_booked_once: sql`
    select p.id::text as subject,
           format('%s, captured %s %s, booked %s as cash and %s for its customer', p.status, p.captured_amount, p.currency,
                  coalesce(b.cash::text, 'nothing'), coalesce(b.owed::text, 'nothing')) as found
      from payments p
      left join (
        select e.tenant_id, y.id as payment_id,
               sum(s.amount) filter (where l.code like 'cash:%') as cash,
               -sum(s.amount) filter (where l.code = 'customer_balance:' || y.customer_id) as owed,
               bool_and(s.currency = y.currency) as same_currency
          from journal_entries e
          left join payment_receipts r on r.tenant_id = e.tenant_id and r.id = e.cause_id
          join payments y on y.tenant_id = e.tenant_id and y.id = coalesce(r.payment_id, e.cause_id)
          join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id
         where e.kind = 'payment_received' group by 1, 2
      ) b on b.tenant_id = p.tenant_id and b.payment_id = p.id
     where case when p.status = 'succeeded'
                then b.cash is distinct from p.captured_amount or b.owed is distinct from p.captured_amount + p.forgiven_amount or not b.same_currency
                else b.cash is not null or p.captured_amount <> 0 end`,
  further_coins_booked_once: sql`
    select r.id::text as subject, format('%s of %s %s booked by itself, the entry says %s', r.booked_amount, r.coin_amount, r.coin, coalesce(b.owed::text, 'nothing')) as found
      from payment_receipts r
      left join (
        select e.tenant_id, e.cause_id, -sum(s.amount) filter (where l.code like 'customer_balance:%') as owed
          from journal_entries e
          join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id
         where e.kind = 'payment_received' group by 1, 2
      ) b on b.tenant_id = r.tenant_id and b.cause_id = r.id
     where b.owed is distinct from r.booked_amount`,
  entry_has_payment: sql`
    select e.id::text as subject, format('books payment %s, which does not exist', e.cause_id) as found
      from journal_entries e
     where e.kind = 'payment_received'
       and not exists (select from payments p where p.tenant_id = e.tenant_id and p.id = e.cause_id)
       and not exists (select from payment_receipts r where r.tenant_id = e.tenant_id and r.id = e.cause_id)`,
  refund_booked_once: sql`
    select r.id::text as subject,
           format('%s, %s %s, booked %s off cash and %s off what its customer is owed', r.status, r.amount, r.currency,
                  coalesce(b.cash::text, 'nothing'), coalesce(b.owed::text, 'nothing')) as found
      from refunds r
      left join (
        select e.tenant_id, e.cause_id,
               -sum(s.amount) filter (where l.code like 'cash:%') as cash,
               sum(s.amount) filter (where l.code like 'customer_balance:%') as owed,
               bool_and(l.customer_id is null or l.customer_id = y.customer_id) and bool_and(s.currency = y.currency) as is_same
          from journal_entries e
          join refunds y on y.tenant_id = e.tenant_id and y.id = e.cause_id
          join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id
         where e.kind in ('refund_sent', 'refund_returned') group by 1, 2
      ) b on b.tenant_id = r.tenant_id and b.cause_id = r.id
     where case when r.status = 'succeeded' then b.cash is distinct from r.amount or b.owed is distinct from r.amount or not b.is_same
                else coalesce(b.cash, 0) <> 0 or coalesce(b.owed, 0) <> 0 end`,
  entry_has_refund: sql`
    select e.id::text as subject, format('books refund %s, which does not exist', e.cause_id) as found
      from journal_entries e
     where e.kind in ('refund_sent', 'refund_returned')
       and not exists (select from refunds r where r.tenant_id = e.tenant_id and r.id = e.cause_id)`,
  refunds_within_payment: sql`
    select p.id::text as subject, format('took %s %s, gave back %s', p.captured_amount, p.currency, sum(r.amount)) as found
      from payments p join refunds r on r.tenant_id = p.tenant_id and r.payment_id = p.id and r.status = 'succeeded'
     group by p.tenant_id, p.id having sum(r.amount) > p.captured_amount`,
  dispute_booked_once: sql`
    select d.id::text as subject,
           format('%s, %s %s, held %s of it as chargebacks and %s as fees', d.status, d.amount, d.currency, coalesce(b.held, 0), coalesce(b.fee, 0)) as found
      from disputes d
      left join (
        select e.tenant_id, e.cause_id,
               sum(s.amount) filter (where l.code = 'chargebacks') as held,
               sum(s.amount) filter (where l.code = 'gateway_fees') as fee
          from journal_entries e
          join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id
         where e.kind in ('dispute_withheld', 'dispute_given_back', 'dispute_fee', 'dispute_fee_given_back') group by 1, 2
      ) b on b.tenant_id = d.tenant_id and b.cause_id = d.id
     where coalesce(b.held, 0) <> case when d.is_withheld then d.amount else 0 end or coalesce(b.fee, 0) <> d.fee_amount`,
  dispute_passed_on_once: sql`
    select d.id::text as subject, format('%s of it passed on as %s, booked %s off its customer', d.passed_on_amount, coalesce(d.loss_treatment, 'nothing'), coalesce(b.taken, 0)) as found
      from disputes d left join (
        select e.tenant_id, e.cause_id, sum(s.amount) as taken
          from journal_entries e join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id and l.code like 'customer_balance:%'
         where e.kind in ('dispute_passed_on', 'dispute_passed_on_reversed') group by 1, 2) b on b.tenant_id = d.tenant_id and b.cause_id = d.id
     where coalesce(b.taken, 0) <> d.passed_on_amount`,
  received_payment_booked_once: sql`
    select r.id::text as subject, format('%s %s received by hand, booked %s for its customer', r.amount, r.currency, coalesce(b.owed::text, 'nothing')) as found
      from received_payments r
      left join (
        select e.tenant_id, e.cause_id, -sum(s.amount) filter (where l.code like 'customer_balance:%') as owed
          from journal_entries e
          join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id
         where e.kind = 'money_received' group by 1, 2
      ) b on b.tenant_id = r.tenant_id and b.cause_id = r.id
     where b.owed is distinct from r.amount`,
  received_payment_reversed_once: sql`
    select r.id::text as subject,
           format('%s %s taken back, booked %s off its customer; the payment is %smarked so', v.amount, v.currency, coalesce(b.taken::text, 'nothing'),
                  case when r.reversed_at is null then 'not ' else '' end) as found
      from received_payments r
      left join received_payment_reversals v on v.tenant_id = r.tenant_id and v.received_payment_id = r.id
      left join (
        select e.tenant_id, e.cause_id, sum(s.amount) filter (where l.code like 'customer_balance:%') as taken
          from journal_entries e
          join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id
         where e.kind = 'money_returned' group by 1, 2
      ) b on b.tenant_id = v.tenant_id and b.cause_id = v.id
     where (v.id is null) <> (r.reversed_at is null) or (v.id is not null and b.taken is distinct from r.amount)`,
  bank_movement_booked_once: sql`
    select m.id::text as subject, format('%s %s on the bank account, %s, booked as %s', m.amount, m.currency, m.status, coalesce(r.amount::text, 'nothing')) as found
      from bank_movements m
      left join received_payments r on r.tenant_id = m.tenant_id and r.id = m.received_payment_id
     where (m.received_payment_id is not null and (r.bank_movement_id is distinct from m.id or r.amount <> m.amount or r.currency <> m.currency))
        or exists (select from received_payments o where o.tenant_id = m.tenant_id and o.bank_movement_id = m.id and o.reversed_at is null
                      and o.id is distinct from m.received_payment_id)`,
  schedule_of_entry: sql`
    select s.entry_id::text as subject, format('deferred %s %s, its schedule holds %s', coalesce(f.deferred, 0), s.currency, s.planned) as found
      from (select tenant_id, entry_id, currency, sum(amount) as planned from revenue_schedules where source <> 'write_off' group by 1, 2, 3) s
      left join (
        select p.tenant_id, p.entry_id, -sum(p.amount) as deferred from postings p
          join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id and l.code = 'deferred_revenue' group by 1, 2
      ) f on f.tenant_id = s.tenant_id and f.entry_id = s.entry_id
     where s.planned <> coalesce(f.deferred, 0)`,
  // Days of a period share its amount, each sum of days rounded once; what no schedule knows yet is deferred as a whole.
  deferred_follows_schedule: sql`
    select 'deferred_revenue ' || b.currency as subject, format('stands at %s, its schedule holds %s', sum(b.balance), sum(b.planned)) as found
      from (
        select currency, -balance as balance, 0::numeric as planned from ledger_accounts where code = 'deferred_revenue'
        union all
        select s.currency, 0, s.amount - s.skipped - case when c.until > s.counts_from then s.earned - s.skipped else 0 end
          from (select recognised_before as until from revenue_closings union all select '-infinity' limit 1) c
          cross join lateral (
            select r.*,
                   round(r.amount::numeric * greatest(least(greatest(c.until, r.starts_on), r.ends_on) - r.starts_on, 0) / (r.ends_on - r.starts_on)) as earned,
                   case when r.catches_up then 0
                        else round(r.amount::numeric * greatest(least(r.counts_from, r.ends_on) - r.starts_on, 0) / (r.ends_on - r.starts_on)) end as skipped
              from revenue_schedules r
          ) s
        union all
        select p.currency, 0, -p.amount
          from journal_entries e
          join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
          join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id and l.code = 'deferred_revenue'
         where e.kind not in ('revenue_recognised', 'unearned_revenue_released')
           and not exists (select from revenue_schedules s where s.tenant_id = e.tenant_id and s.entry_id = e.id)
      ) b
     group by b.currency having sum(b.balance) <> sum(b.planned)`,
  day_totals_follow_postings: sql`
    select format('%s %s on %s', coalesce(t.code, p.code), coalesce(t.currency, p.currency), coalesce(t.booked_on, p.booked_on)) as subject,
           format('kept as %s, its postings add up to %s', coalesce(t.amount, 0), coalesce(p.amount, 0)) as found
      from (
        select d.booked_on, d.code, d.currency, sum(d.debit - d.credit) as amount
          from ledger_day_totals d join ledger_closings c on c.tenant_id = d.tenant_id and d.booked_on < c.totals_before group by 1, 2, 3
      ) t
      full join (
        select e.booked_on, case when l.customer_id is null then l.code else split_part(l.code, ':', 1) end as code, s.currency, sum(s.amount) as amount
          from ledger_closings c
          join journal_entries e on e.tenant_id = c.tenant_id and e.booked_on < c.totals_before
          join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id
         group by 1, 2, 3
      ) p on p.booked_on = t.booked_on and p.code = t.code and p.currency = t.currency
     where coalesce(t.amount, 0) <> coalesce(p.amount, 0)`,
  gateway_reference_once: sql`
    select p.gateway_reference as subject, format('is shared by %s payments', count(*)) as found
      from payments p where p.gateway_reference is not null
     group by p.tenant_id, p.gateway_id, p.gateway_reference having count(*) > 1`,
}

/** Proves, from the postings up, that the books of the current tenant are whole. */
export function checkLedger(): Promise<LedgerReport> {
  return inReadTransaction(async () => {
    const differences: LedgerDifference[] = []
    for (const [check, statement] of Object.entries(checks)) {
      const { rows } = await sql<{ subject: string; found: string }>`
        select subject, found from (${statement}) d limit ${listedMax}`.execute(db)
      differences.push(...rows.map((row) => ({ check, ...row })))
    }
    return { isClean: differences.length === 0, counts: await countBooks(), differences }
  })
}

async function countBooks(): Promise<LedgerReport['counts']> {
  const { rows } = await sql<LedgerReport['counts']>`
    select (select count(*) from journal_entries)::int as entries, (select count(*) from postings)::int as postings,
           (select count(*) from ledger_accounts)::int as "ledgerAccounts", (select count(*) from invoices)::int as invoices,
           (select count(*) from payments)::int as payments`.execute(db)
  return rows[0]!
}
