import type { Check } from '#tests/simulation/auditor/findings'

/**
 * What one document or one payment must have moved in the books: kinds of its entries, accounts by their code, and the amount that stands
 * on the document itself, debits above zero. `d` is its row.
 */
interface Booked {
  what: string
  table: string
  kinds: string
  code: string
  amount: string
  /** Whose entries count where the document is not their only cause. */
  causes?: string
}

const owed = `'receivable:' || d.customer_id`
const balance = `'customer_balance:' || d.customer_id`

const booked: Booked[] = [
  { what: 'an invoice is owed by its customer, whole', table: 'invoices', kinds: `'invoice_issued'`, code: `s.code = ${owed}`, amount: 'd.total' },
  { what: 'the tax of an invoice is owed to the state', table: 'invoices', kinds: `'invoice_issued'`, code: `s.code like 'tax_payable:%'`, amount: '-d.tax_total' },
  { what: 'the days of an invoice are owed as service', table: 'invoices', kinds: `'invoice_issued'`, code: `s.code = 'deferred_revenue'`, amount: '-d.subtotal' },
  { what: 'money that came is on the balance of who paid', table: 'payments', kinds: `'payment_received'`, code: `s.code = ${balance}`, amount: `case when d.status = 'succeeded' then -(d.captured_amount + d.forgiven_amount) else 0 end`, causes: `any(select d.id union all select r.id from payment_receipts r where r.payment_id = d.id)` },
  { what: 'what is credited to the balance is on it', table: 'credit_notes', kinds: `'credit_note_issued'`, code: `s.code = ${balance}`, amount: '-d.to_balance' },
  { what: 'what is credited to an invoice is owed no longer', table: 'credit_notes', kinds: `'credit_note_issued'`, code: `s.code = ${owed}`, amount: '-d.to_invoice' },
  { what: 'the tax that is credited is not owed to the state', table: 'credit_notes', kinds: `'credit_note_issued'`, code: `s.code like 'tax_payable:%'`, amount: 'd.tax_total' },
] // prettier-ignore

/** Invariants 1 and 2 once more, by whose money it is: that an entry balances does not say that it lies where it should. */
export const accountChecks: Check[] = [
  ...booked.map(({ what, table, kinds, code, amount, causes = 'd.id' }) => ({
    invariant: 2,
    name: what,
    sql: `select format('%s %s: booked %s, should be %s', '${table}', d.id, coalesce(b.amount, 0), ${amount}) as found
            from ${table} d left join lateral (
              select sum(p.amount) as amount from journal_entries e join postings p on p.entry_id = e.id join ledger_accounts s on s.id = p.account_id
               where e.cause_id = ${causes} and e.kind in (${kinds}) and ${code}) b on true
           where coalesce(b.amount, 0) <> ${amount}`,
  })),
  {
    invariant: 2,
    name: 'what settles an invoice from the balance leaves the balance',
    sql: `select format('settlement %s of %s: left the balance %s', s.cause_id, s.amount, coalesce(b.amount, 0)) as found
            from invoice_settlements s join invoices i on i.id = s.invoice_id left join lateral (
              select sum(p.amount) as amount from journal_entries e join postings p on p.entry_id = e.id join ledger_accounts a on a.id = p.account_id
               where e.cause_id = s.cause_id and e.kind in ('invoice_settled', 'settlement_reversed') and a.code = 'customer_balance:' || i.customer_id) b on true
           where s.source in ('payment', 'balance') and coalesce(b.amount, 0) <> s.amount`,
  },
]
