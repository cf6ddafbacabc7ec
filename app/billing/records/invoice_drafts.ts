import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { InvoiceDrafts } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { DraftStatus } from '#app/billing/domain/draft_state'
import type { StaffItem } from '#app/billing/domain/staff_item'

/** An invoice that staff prepare. It has items and no totals: those follow from the items whenever somebody looks. */
export interface StaffDraft {
  id: string
  customerId: string
  customerName: string
  currency: string
  status: DraftStatus
  dueOn: CalendarDate | null
  items: StaffItem[]
  isCollected: boolean
  version: number
  invoiceId: string | null
  createdAt: Date
  updatedAt: Date
}

interface WrittenItem {
  kind: StaffItem['kind']
  description: string
  quantity: number
  unit_amount: string
}

function toDraft(row: Selectable<InvoiceDrafts> & { customer_name: string }): StaffDraft {
  return {
    id: row.id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    currency: row.currency,
    status: row.status as DraftStatus,
    dueOn: row.due_on,
    items: (row.items as unknown as WrittenItem[]).map(({ unit_amount, ...item }) => ({
      ...item,
      unitAmount: BigInt(unit_amount),
    })),
    isCollected: row.is_collected,
    version: row.version,
    invoiceId: row.invoice_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function writeItems(items: StaffItem[]): string {
  return JSON.stringify(
    items.map(({ unitAmount, ...item }) => ({ ...item, unit_amount: unitAmount.toString() }))
  )
}

function select() {
  return db
    .selectFrom('invoice_drafts')
    .innerJoin('customers', 'customers.id', 'invoice_drafts.customer_id')
    .selectAll('invoice_drafts')
    .select('customers.name as customer_name')
}

export async function findDraft(id: string): Promise<StaffDraft | null> {
  const row = await select().where('invoice_drafts.id', '=', id).executeTakeFirst()
  return row ? toDraft(row) : null
}

export async function lockDraft(id: string): Promise<StaffDraft | null> {
  const row = await select()
    .where('invoice_drafts.id', '=', id)
    .forUpdate('invoice_drafts')
    .executeTakeFirst()
  return row ? toDraft(row) : null
}

export async function listDrafts(search: {
  customerId: string | null
  before: string | null
  limit: number
}): Promise<StaffDraft[]> {
  let query = select()
    .where('invoice_drafts.status', '=', 'open')
    .orderBy('invoice_drafts.id', 'desc')
    .limit(search.limit)
  if (search.customerId) query = query.where('invoice_drafts.customer_id', '=', search.customerId)
  if (search.before) query = query.where('invoice_drafts.id', '<', search.before)
  return (await query.execute()).map(toDraft)
}

export interface NewDraft {
  id: string
  customerId: string
  currency: string
  dueOn: CalendarDate | null
  items: StaffItem[]
  isCollected: boolean
  createdBy: string | null
  now: Date
}

export async function insertDraft(draft: NewDraft): Promise<void> {
  await db
    .insertInto('invoice_drafts')
    .values({
      id: draft.id,
      customer_id: draft.customerId,
      currency: draft.currency,
      due_on: draft.dueOn,
      items: writeItems(draft.items),
      is_collected: draft.isCollected,
      created_by: draft.createdBy,
      created_at: draft.now,
      updated_at: draft.now,
    })
    .execute()
}

export async function updateDraft(
  { id, version }: StaffDraft,
  changes: { dueOn: CalendarDate | null; items: StaffItem[]; isCollected: boolean; now: Date }
): Promise<void> {
  await db
    .updateTable('invoice_drafts')
    .set({
      due_on: changes.dueOn,
      items: writeItems(changes.items),
      is_collected: changes.isCollected,
      version: version + 1,
      updated_at: changes.now,
    })
    .where('id', '=', id)
    .execute()
}

export async function endDraft(
  id: string,
  end: { status: DraftStatus; invoiceId: string | null; now: Date }
): Promise<void> {
  await db
    .updateTable('invoice_drafts')
    .set({ status: end.status, invoice_id: end.invoiceId, updated_at: end.now })
    .where('id', '=', id)
    .execute()
}
