import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'

/** `with_agency` until it is taken back or its invoice is paid. */
export const caseStates = ['with_agency', 'paid', 'taken_back'] as const
export type CaseState = (typeof caseStates)[number]

/** An invoice with a collection agency. Amounts in minor units. */
export interface CollectionCase {
  id: string
  state: CaseState
  invoiceId: string
  reference: string
  customerId: string
  customerName: string
  handedOverOn: CalendarDate
  agency: string
  agencyReference: string | null
  note: string | null
  /** What was unpaid on the day, and what is now. */
  amount: bigint
  amountDue: bigint
  currency: string
  takenBackAt: Date | null
  takenBackReason: string | null
}

/** What nobody paid of an invoice: what is due, or what was given up as a loss. */
const unpaid = sql<bigint>`case i.status when 'open' then i.amount_due
  when 'uncollectible' then i.total - coalesce((select sum(t.amount) from invoice_settlements t
    where t.tenant_id = i.tenant_id and t.invoice_id = i.id), 0)::bigint else 0 end`
const state = sql<CaseState>`case when k.taken_back_at is not null then 'taken_back' when i.status = 'paid' then 'paid' else 'with_agency' end`

export interface CaseSearch {
  customerId?: string | null
  invoiceId?: string | null
  state?: CaseState | null
  before?: string | null
  limit: number
}

/** Newest first. */
export async function listCases(search: CaseSearch): Promise<CollectionCase[]> {
  const { customerId, invoiceId, before } = search
  const { rows } = await sql<CollectionCase>`
    select k.id, ${state} as state, k.invoice_id as "invoiceId", i.reference, k.customer_id as "customerId",
           coalesce(c.company_name, c.name) as "customerName", k.handed_over_on as "handedOverOn", k.agency,
           k.reference as "agencyReference", k.note, k.amount, ${unpaid} as "amountDue", k.currency,
           k.taken_back_at as "takenBackAt", k.taken_back_reason as "takenBackReason"
      from collection_cases k
      join invoices i on i.tenant_id = k.tenant_id and i.id = k.invoice_id
      join customers c on c.tenant_id = k.tenant_id and c.id = k.customer_id
     where ${customerId ? sql`k.customer_id = ${customerId}` : sql`true`}
       and ${invoiceId ? sql`k.invoice_id = ${invoiceId}` : sql`true`}
       and ${search.state ? sql`${state} = ${search.state}` : sql`true`}
       and ${before ? sql`k.id < ${before}` : sql`true`}
     order by k.id desc limit ${search.limit}`.execute(db)
  return rows
}

export interface CaseTotal {
  state: CaseState
  currency: string
  count: number
  /** What was handed over. */
  amount: bigint
}

/** By state and currency. */
export async function sumCases({ customerId }: { customerId: string | null }): Promise<CaseTotal[]> {
  const { rows } = await sql<CaseTotal>`
    select ${state} as state, k.currency, count(*)::int as count, sum(k.amount)::bigint as amount
      from collection_cases k join invoices i on i.tenant_id = k.tenant_id and i.id = k.invoice_id
     where ${customerId ? sql`k.customer_id = ${customerId}` : sql`true`}
     group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

export interface Collectable {
  unpaid: bigint
  isCustomerTerminated: boolean
}

export async function findCollectable(invoiceId: string): Promise<Collectable> {
  const { rows } = await sql<Collectable>`
    select ${unpaid} as unpaid,
           exists (select from subscriptions s where s.tenant_id = i.tenant_id and s.customer_id = i.customer_id)
             and not exists (select from subscriptions s where s.tenant_id = i.tenant_id and s.customer_id = i.customer_id
                              and s.status <> 'cancelled') as "isCustomerTerminated"
      from invoices i where i.id = ${invoiceId}`.execute(db)
  return rows[0]!
}

export interface NewCase {
  id: string
  invoiceId: string
  customerId: string
  handedOverOn: CalendarDate
  agency: string
  reference: string | null
  note: string | null
  amount: bigint
  currency: string
  handedOverBy: string | null
  handedOverAt: Date
}

export async function insertCase(row: NewCase): Promise<void> {
  await db
    .insertInto('collection_cases')
    .values({
      id: row.id,
      invoice_id: row.invoiceId,
      customer_id: row.customerId,
      handed_over_on: row.handedOverOn,
      agency: row.agency,
      reference: row.reference,
      note: row.note,
      amount: row.amount,
      currency: row.currency,
      handed_over_by: row.handedOverBy,
      handed_over_at: row.handedOverAt,
    })
    .execute()
}

/** Ends the open case of an invoice. @returns its id; null when there is none */
export async function endCase(
  invoiceId: string,
  { reason, at }: { reason: string; at: Date }
): Promise<string | null> {
  const row = await db
    .updateTable('collection_cases')
    .set({ taken_back_at: at, taken_back_reason: reason })
    .where('invoice_id', '=', invoiceId)
    .where('taken_back_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}
