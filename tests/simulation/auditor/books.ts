import type { Check } from '#tests/simulation/auditor/findings'

/** Invariants 1, 2 and 4 as far as our own tables show them. */
export const bookChecks: Check[] = [
  {
    invariant: 1,
    name: 'every entry balances in each currency',
    sql: `select format('entry %s: %s %s', entry_id, sum(amount), currency) as found
            from postings group by entry_id, currency having sum(amount) <> 0`,
  },
  {
    invariant: 1,
    name: 'every entry balances in the reporting currency',
    sql: `select format('entry %s: %s', entry_id, sum(reporting_amount)) as found
            from postings group by entry_id having sum(reporting_amount) <> 0`,
  },
  {
    invariant: 1,
    name: 'every entry has all its postings',
    sql: `select format('entry %s', e.id) as found from journal_entries e
           where e.posting_count <> (select count(*) from postings p where p.entry_id = e.id)`,
  },
  {
    invariant: 1,
    name: 'each cause is booked once',
    sql: `select format('%s of %s', kind, cause_id) as found from journal_entries group by kind, cause_id having count(*) > 1`,
  },
  {
    invariant: 1,
    name: 'balances of ledger accounts follow from postings',
    sql: `select format('%s %s: %s', a.code, a.currency, a.balance) as found from ledger_accounts a
           where a.balance <> coalesce((select sum(p.amount) from postings p where p.account_id = a.id), 0)`,
  },
  {
    invariant: 2,
    name: 'what an invoice says is due is what the books say is owed for it',
    sql: `select format('%s: due %s, receivable %s', i.reference, i.amount_due, coalesce(r.owed, 0)) as found
            from invoices i left join (
              select p.invoice_id, sum(p.amount) as owed from postings p join ledger_accounts a on a.id = p.account_id
               where a.code like 'receivable:%' group by 1) r on r.invoice_id = i.id
           where i.amount_due <> coalesce(r.owed, 0)`,
  },
  {
    invariant: 2,
    name: 'what is due is the total less what was settled, or nothing when the invoice is closed otherwise',
    sql: `select format('%s %s: due %s of %s, settled %s', i.status, i.reference, i.amount_due, i.total, coalesce(s.settled, 0)) as found
            from invoices i left join (select invoice_id, sum(amount) as settled from invoice_settlements group by 1) s on s.invoice_id = i.id
           where i.amount_due <> case when i.status in ('void', 'uncollectible') then 0 else i.total - coalesce(s.settled, 0) end`,
  },
  {
    invariant: 2,
    name: 'nobody has a negative balance, and nobody overpaid an invoice',
    sql: `select format('%s owes the balance %s', code, balance) as found from ledger_accounts
           where code like 'customer_balance:%' and balance > 0`,
  },
  {
    invariant: 4,
    name: 'a payment that succeeded is in cash once and in full, any other not at all',
    sql: `select format('payment %s %s: captured %s, booked %s', p.id, p.status, p.captured_amount, coalesce(b.cash, 0)) as found
            from payments p left join (
              select coalesce(r.payment_id, e.cause_id) as payment_id, sum(s.amount) as cash from journal_entries e
                left join payment_receipts r on r.id = e.cause_id
                join postings s on s.entry_id = e.id join ledger_accounts a on a.id = s.account_id
               where e.kind = 'payment_received' and (a.code like 'cash:%' or a.code like 'in_flight:%') group by 1) b on b.payment_id = p.id
           where coalesce(b.cash, 0) <> case when p.status = 'succeeded' then p.captured_amount else 0 end`,
  },
  {
    invariant: 4,
    name: 'two payments never share a reference of the gateway',
    sql: `select format('reference %s', gateway_reference) as found from payments
           where gateway_reference is not null group by gateway_id, gateway_reference having count(*) > 1`,
  },
]
