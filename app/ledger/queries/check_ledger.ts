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
        select e.tenant_id, e.cause_id,
               sum(s.amount) filter (where l.code like 'cash:%') as cash,
               -sum(s.amount) filter (where l.code = 'customer_balance:' || y.customer_id) as owed,
               bool_and(s.currency = y.currency) as same_currency
          from journal_entries e
          join payments y on y.tenant_id = e.tenant_id and y.id = e.cause_id
          join postings s on s.tenant_id = e.tenant_id and s.entry_id = e.id
          join ledger_accounts l on l.tenant_id = s.tenant_id and l.id = s.account_id
         where e.kind = 'payment_received' group by 1, 2
      ) b on b.tenant_id = p.tenant_id and b.cause_id = p.id
     where case when p.status = 'succeeded'
                then b.cash is distinct from p.captured_amount or b.owed is distinct from p.captured_amount or not b.same_currency
                else b.cash is not null or p.captured_amount <> 0 end`,
  entry_has_payment: sql`
    select e.id::text as subject, format('books payment %s, which does not exist', e.cause_id) as found
      from journal_entries e
     where e.kind = 'payment_received'
       and not exists (select from payments p where p.tenant_id = e.tenant_id and p.id = e.cause_id)`,
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
