import { sql } from 'kysely'
import { type ColumnKind, rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'

/** Rows of freshly issued invoices. Amounts are digits, in minor units. */
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
  /** Canonical JSON: the very text whose hash is the seal, as bytes. */
  snapshot: Buffer
  hash: Buffer
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
}

export interface NewPeriodRow {
  subscription_id: string
  period_starts_on: string
  period_ends_on: string
  invoice_id: string
  invoice_line_position: number
}

const invoiceColumns: Record<keyof NewInvoiceRow, ColumnKind> = {
  id: 'uuid',
  series: 'text',
  number: 'int8',
  reference: 'text',
  customer_id: 'uuid',
  order_id: 'uuid',
  kind: 'text',
  status: 'text',
  currency: 'text',
  issued_at: 'timestamptz',
  issued_on: 'date',
  due_on: 'date',
  subtotal: 'int8',
  tax_total: 'int8',
  total: 'int8',
  amount_due: 'int8',
  snapshot: 'json',
  hash: 'bytea',
  paid_at: 'timestamptz',
  closed_at: 'timestamptz',
  next_attempt_at: 'timestamptz',
}

/** The percentage is a decimal, which travels as its text. */
const lineColumns: Record<Exclude<keyof NewLineRow, 'tax_percent'>, ColumnKind> = {
  invoice_id: 'uuid',
  position: 'int2',
  subscription_id: 'uuid',
  kind: 'text',
  description: 'text',
  quantity: 'int4',
  unit_amount: 'int8',
  discount_amount: 'int8',
  amount: 'int8',
  tax_name: 'text',
  tax_country: 'text',
  tax_amount: 'int8',
  period_starts_on: 'date',
  period_ends_on: 'date',
}

const periodColumns: Record<keyof NewPeriodRow, ColumnKind> = {
  subscription_id: 'uuid',
  period_starts_on: 'date',
  period_ends_on: 'date',
  invoice_id: 'uuid',
  invoice_line_position: 'int2',
}

/**
 * Writes lines and the periods that they ask for, in one statement. Their invoices follow in the same transaction: nobody who issues at the
 * same time waits for this.
 */
export async function insertParts(parts: { lines: NewLineRow[]; periods: NewPeriodRow[] }): Promise<void> {
  const values = Object.keys(lineColumns).map((name) => sql.ref(`r.${name}`))
  await sql`
    with listed as (
      insert into invoice_lines (${namesOf(lineColumns)}, tax_percent)
      select ${sql.join(values)}, r.tax_percent::numeric from ${rowsAs(parts.lines, { ...lineColumns, tax_percent: 'text' })}
    )
    insert into subscription_periods (${namesOf(periodColumns)}) select r.* from ${rowsAs(parts.periods, periodColumns)}`.execute(
    db
  )
}

export async function insertIssued(rows: NewInvoiceRow[]): Promise<void> {
  await sql`
    insert into invoices (${namesOf(invoiceColumns)}) select r.* from ${rowsAs(rows, invoiceColumns)}`.execute(
    db
  )
}

function namesOf(columns: object) {
  return sql.join(Object.keys(columns).map((name) => sql.ref(name)))
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
