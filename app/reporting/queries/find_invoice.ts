import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { MoneyOnWire } from '#app/shared/money/money'
import { type InvoiceListRow, listInvoices } from '#app/reporting/queries/list_invoices'
import { listPayments, type PaymentListRow } from '#app/reporting/queries/list_payments'

export interface InvoiceLineRow {
  position: number
  kind: string
  description: string
  quantity: number
  unit_amount: bigint
  amount: bigint
  tax_amount: bigint
  /** By credit notes, and by changes that gave back what was not used; without tax. */
  taken_back: bigint
  currency: string
  tax_name: string | null
  tax_country: string | null
  tax_percent: string
  period_starts_on: string | null
  period_ends_on: string | null
  subscription_id: string | null
  service_id: string | null
  explanation: Record<string, unknown>
}

export interface InvoicePostingRow {
  entry_id: string
  kind: string
  booked_on: string
  code: string
  account_kind: string
  amount: bigint
  currency: string
}

export interface InvoiceRecord {
  invoice: InvoiceListRow
  details: {
    subtotal: bigint
    tax_total: bigint
    currency: string
    /** Sealed beside the tax, where it is owed in another currency. */
    national_tax: { rate: string; rate_on: string; total: MoneyOnWire } | null
    hash: string
    issued_at: Date
    paid_at: Date | null
    closed_at: Date | null
    collection_step: number
    last_attempt_at: Date | null
    promised_until: string | null
    order_id: string | null
    order_number: bigint | null
  }
  lines: InvoiceLineRow[]
  payments: PaymentListRow[]
  postings: InvoicePostingRow[]
}

/** One invoice with everything behind it: lines and how they came to be, tries to collect it, and its journal entries. */
export function findInvoice(id: string, today: string): Promise<InvoiceRecord | null> {
  return inReadTransaction(async () => {
    const invoice = (await listInvoices({ id, size: 1, today })).rows[0]
    if (!invoice) return null
    const details = await sql<InvoiceRecord['details']>`
      select i.subtotal, i.tax_total, i.currency, i.snapshot -> 'national_tax' as national_tax, encode(i.hash, 'hex') as hash, i.issued_at, i.paid_at, i.closed_at, i.collection_step,
             i.last_attempt_at, case when i.promised_until >= ${today}::date then i.promised_until end as promised_until, i.order_id, o.number as order_number
        from invoices i left join orders o on o.tenant_id = i.tenant_id and o.id = i.order_id where i.id = ${id}`.execute(
      db
    )
    const lines = await sql<InvoiceLineRow>`
      select l.position, l.kind, l.description, l.quantity, l.unit_amount, l.amount, l.tax_amount, ${invoice.currency}::text as currency,
             l.tax_name, l.tax_country, l.tax_percent::text as tax_percent, l.period_starts_on, l.period_ends_on, l.subscription_id,
             s.id as service_id, i.snapshot -> 'lines' -> l.position::int -> 'explanation' as explanation,
             coalesce((select sum(t.amount) from line_take_backs t
                        where t.tenant_id = l.tenant_id and t.invoice_id = l.invoice_id and t.position = l.position), 0)::bigint as taken_back
        from invoice_lines l join invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
        left join services s on s.tenant_id = l.tenant_id and s.subscription_id = l.subscription_id
       where l.invoice_id = ${id} order by l.position`.execute(db)
    const postings = await sql<InvoicePostingRow>`
      with entries as (select distinct p.tenant_id, p.entry_id from postings p where p.invoice_id = ${id})
      select e.id as entry_id, e.kind, e.booked_on, a.code, a.kind as account_kind, p.amount, p.currency
        from entries x
        join journal_entries e on e.tenant_id = x.tenant_id and e.id = x.entry_id
        join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
        join ledger_accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
       where p.invoice_id = ${id} or not exists (
               select from postings o where o.tenant_id = p.tenant_id and o.entry_id = p.entry_id and o.invoice_id is not null and o.invoice_id <> ${id})
       order by e.id, p.position`.execute(db)
    const payments = await listPayments({ invoiceId: id, size: 50 })
    return {
      invoice,
      details: details.rows[0]!,
      lines: lines.rows,
      payments: payments.rows,
      postings: postings.rows,
    }
  })
}
