import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'

/** Rows of freshly issued invoices as JSON carries them: amounts are texts. */
export interface NewInvoiceRow {
  id: string
  series: string
  number: string
  reference: string
  customer_id: string
  order_id: string | null
  kind: string
  status: string
  currency: string
  issued_at: Date
  issued_on: string
  due_on: string
  subtotal: string
  tax_total: string
  total: string
  amount_due: string
  snapshot: object
  /** Hexadecimal. */
  hash: string
  paid_at: Date | null
  closed_at: Date | null
  next_attempt_at: Date | null
}

export interface NewLineRow {
  invoice_id: string
  position: number
  subscription_id: string | null
  kind: string
  description: string
  quantity: number
  unit_amount: string
  discount_amount: string
  amount: string
  tax_name: string | null
  tax_country: string | null
  tax_percent: string
  tax_amount: string
  period_starts_on: string | null
  period_ends_on: string | null
  explanation: object
}

export interface NewPeriodRow {
  subscription_id: string
  period_starts_on: string
  period_ends_on: string
  invoice_id: string
  invoice_line_position: number
}

/** Writes any number of invoices with their lines and periods in three statements. */
export async function insertIssuedInvoices(rows: {
  invoices: NewInvoiceRow[]
  lines: NewLineRow[]
  periods: NewPeriodRow[]
}): Promise<void> {
  await insertInvoices(rows.invoices)
  if (rows.lines.length > 0) await insertLines(rows.lines)
  if (rows.periods.length > 0) await insertPeriods(rows.periods)
}

async function insertInvoices(rows: NewInvoiceRow[]): Promise<void> {
  await sql`
    insert into invoices (id, series, number, reference, customer_id, order_id, kind, status, currency, issued_at, issued_on, due_on,
                          subtotal, tax_total, total, amount_due, snapshot, hash, paid_at, closed_at, next_attempt_at)
    select r.id, r.series, r.number, r.reference, r.customer_id, r.order_id, r.kind, r.status, r.currency, r.issued_at, r.issued_on,
           r.due_on, r.subtotal, r.tax_total, r.total, r.amount_due, r.snapshot, decode(r.hash, 'hex'), r.paid_at, r.closed_at,
           r.next_attempt_at
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(
        id uuid, series text, number bigint, reference text, customer_id uuid, order_id uuid, kind text, status text, currency text,
        issued_at timestamptz, issued_on date, due_on date, subtotal bigint, tax_total bigint, total bigint, amount_due bigint,
        snapshot jsonb, hash text, paid_at timestamptz, closed_at timestamptz, next_attempt_at timestamptz)`.execute(
    db
  )
}

async function insertLines(rows: NewLineRow[]): Promise<void> {
  await sql`
    insert into invoice_lines (invoice_id, position, subscription_id, kind, description, quantity, unit_amount, discount_amount, amount, tax_name,
                               tax_country, tax_percent, tax_amount, period_starts_on, period_ends_on, explanation)
    select r.*
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(
        invoice_id uuid, position smallint, subscription_id uuid, kind text, description text, quantity int, unit_amount bigint, discount_amount bigint,
        amount bigint, tax_name text, tax_country text, tax_percent numeric, tax_amount bigint, period_starts_on date,
        period_ends_on date, explanation jsonb)`.execute(db)
}

async function insertPeriods(rows: NewPeriodRow[]): Promise<void> {
  await sql`
    insert into subscription_periods (subscription_id, period_starts_on, period_ends_on, invoice_id, invoice_line_position)
    select r.*
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(
        subscription_id uuid, period_starts_on date, period_ends_on date, invoice_id uuid, invoice_line_position smallint)`.execute(
    db
  )
}

/** All that an issued invoice shows. */
export async function findSnapshot(invoiceId: string): Promise<InvoiceSnapshot> {
  const row = await db
    .selectFrom('invoices')
    .select('snapshot')
    .where('id', '=', invoiceId)
    .executeTakeFirstOrThrow()
  return row.snapshot as unknown as InvoiceSnapshot
}
