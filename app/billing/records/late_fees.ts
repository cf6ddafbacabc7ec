import { sql } from 'kysely'
import { rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { Grouped } from '#app/billing/domain/dunning'
import { findPaymentsUnderWay } from '#app/billing/records/invoices'

/** An unpaid invoice that has no late fee yet. */
export interface LateInvoice extends Grouped {
  id: string
  reference: string
  customerId: string
  locale: string
  dueOn: CalendarDate
  reopenedOn: CalendarDate | null
  amountDue: bigint
  currency: string
}

export interface NewLateFee {
  id: string
  invoiceId: string
  reference: string
  customerId: string
  currency: string
  amount: bigint
  description: string
  isTaxed: boolean
  taxNote: string | null
  /** What was due when it was added, and how the amount came about. */
  basis: bigint
  percent: string | null
  limitedBy: 'minimum' | 'maximum' | null
}

/**
 * Open invoices that are dunned since a day or longer and may get their fee, locked, by id. The first invoice after a trial may not before
 * it was paid once: unpaid it is taken back, for free days are not owed for.
 */
export async function listLateInvoices(input: {
  today: CalendarDate
  dunnedUntil: CalendarDate
  afterId: string | null
  limit: number
}): Promise<(LateInvoice & { isPaymentUnderWay: boolean })[]> {
  const { rows } = await sql<LateInvoice>`
    select i.id, i.reference, i.customer_id as "customerId", c.locale, i.due_on as "dueOn", i.reopened_on as "reopenedOn", i.amount_due as "amountDue", i.currency,
           c.group_id as "groupId", c.group_since as "groupSince"
      from invoices i join customers c on c.tenant_id = i.tenant_id and c.id = i.customer_id
     where i.status = 'open' and i.amount_due > 0 and i.due_on <= ${input.dunnedUntil}
       and greatest(i.due_on, i.reopened_on) <= ${input.dunnedUntil} and i.handed_over_on is null and i.collection_failure is distinct from 'too_small'
       and (i.promised_until is null or i.promised_until < ${input.today})
       and not exists (select from billable_items b where b.tenant_id = i.tenant_id and b.late_invoice_id = i.id)
       and not exists (
         select from invoice_lines l join trials t on t.tenant_id = l.tenant_id and t.subscription_id = l.subscription_id
          where l.tenant_id = i.tenant_id and l.invoice_id = i.id and t.status = 'running')
       and ${input.afterId ? sql`i.id > ${input.afterId}` : sql`true`}
     order by i.id limit ${input.limit} for no key update of i skip locked`.execute(db)
  const moving = new Set(rows.length > 0 ? await findPaymentsUnderWay(rows.map(({ id }) => id)) : [])
  return rows.map((row) => ({ ...row, isPaymentUnderWay: moving.has(row.id) }))
}

/** Puts fees on the next invoices, in one statement. @returns the ids of those that are new: an invoice has one fee for good */
export async function insertLateFees(fees: NewLateFee[], createdAt: Date): Promise<Set<string>> {
  if (fees.length === 0) return new Set()
  const rows = fees.map(({ id, customerId, currency, amount, description, invoiceId, isTaxed, taxNote }) => ({
    id, customerId, currency, amount, description, invoiceId, isTaxed: isTaxed ? 1 : 0, taxNote,
  })) // prettier-ignore
  const { rows: inserted } = await sql<{ id: string }>`
    insert into billable_items (id, customer_id, currency, kind, description, quantity, unit_amount, late_invoice_id, is_taxed, tax_note, created_at)
    select r.id, r."customerId", r.currency, 'fee', r.description, 1, r.amount, r."invoiceId", r."isTaxed" = 1, r."taxNote", ${createdAt}
      from ${rowsAs(rows, { id: 'uuid', customerId: 'uuid', currency: 'text', amount: 'int8', description: 'text', invoiceId: 'uuid', isTaxed: 'int2', taxNote: 'text' })}
    on conflict (tenant_id, late_invoice_id) do nothing
    returning id`.execute(db) // prettier-ignore
  return new Set(inserted.map(({ id }) => id))
}

/** The late fee of an invoice, whatever became of it. */
export async function findLateFee(invoiceId: string) {
  const row = await db
    .selectFrom('billable_items')
    .select(['id', 'unit_amount', 'currency', 'status', 'invoice_id'])
    .where('late_invoice_id', '=', invoiceId)
    .executeTakeFirst()
  return row ?? null
}
