import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Replays } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { ReplayQuestion } from '#app/billing/domain/replay_question'
import type { ReplayResult } from '#app/billing/domain/replay_report'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'

export interface Replay {
  id: string
  fromOn: CalendarDate
  untilOn: CalendarDate
  question: ReplayQuestion
  status: 'queued' | 'running' | 'done' | 'failed'
  invoiceCount: number
  doneCount: number
  result: ReplayResult | null
  failure: string | null
  requestedAt: Date
  finishedAt: Date | null
}

function toReplay(row: Selectable<Replays>): Replay {
  return {
    id: row.id,
    fromOn: row.from_on,
    untilOn: row.until_on,
    question: row.question as unknown as ReplayQuestion,
    status: row.status as Replay['status'],
    invoiceCount: row.invoice_count,
    doneCount: row.done_count,
    result: row.result as unknown as ReplayResult | null,
    failure: row.failure,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
  }
}

export async function insertReplay(replay: Replay, requestedBy: string | null): Promise<void> {
  await db
    .insertInto('replays')
    .values({
      id: replay.id,
      from_on: replay.fromOn,
      until_on: replay.untilOn,
      question: JSON.stringify(replay.question),
      status: replay.status,
      invoice_count: replay.invoiceCount,
      requested_by: requestedBy,
      requested_at: replay.requestedAt,
    })
    .execute()
}

export async function findReplay(id: string): Promise<Replay | null> {
  const row = await db.selectFrom('replays').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toReplay(row) : null
}

export async function listReplays({
  before,
  limit,
}: {
  before: string | null
  limit: number
}): Promise<Replay[]> {
  let query = db.selectFrom('replays').selectAll().orderBy('id', 'desc').limit(limit)
  if (before) query = query.where('id', '<', before)
  return (await query.execute()).map(toReplay)
}

export async function updateReplay(
  id: string,
  changes: Partial<Pick<Replay, 'status' | 'doneCount' | 'result' | 'failure' | 'finishedAt'>>
): Promise<void> {
  await db
    .updateTable('replays')
    .set({
      status: changes.status,
      done_count: changes.doneCount,
      result: changes.result && JSON.stringify(changes.result),
      failure: changes.failure,
      finished_at: changes.finishedAt,
    })
    .where('id', '=', id)
    .execute()
}

export interface SealedInvoiceRow {
  id: string
  reference: string
  customerId: string
  issuedOn: CalendarDate
  subtotal: bigint
  taxTotal: bigint
  total: bigint
  snapshot: InvoiceSnapshot
  /** By line. */
  subscriptions: (string | null)[]
}

interface Days {
  fromOn: CalendarDate
  untilOn: CalendarDate
}

/** Issued on some days and not taken back; what was voided was never to be paid. */
const isReplayed = ({ fromOn, untilOn }: Days) =>
  sql`i.issued_on >= ${fromOn} and i.issued_on < ${untilOn} and i.status <> 'void'`

export async function countIssued(days: Days): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from invoices i where ${isReplayed(days)}`.execute(db)
  return rows[0]!.count
}

/** A page of them with what they hold, by id. */
export async function listSealed(
  days: Days,
  { after, limit }: { after: string | null; limit: number }
): Promise<SealedInvoiceRow[]> {
  const { rows } = await sql<SealedInvoiceRow>`
    select i.id, i.reference, i.customer_id as "customerId", i.issued_on as "issuedOn", i.subtotal, i.tax_total as "taxTotal", i.total, i.snapshot,
           (select array_agg(l.subscription_id order by l.position) from invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_id = i.id) as subscriptions
      from invoices i
     where ${isReplayed(days)} and ${after ? sql`i.id > ${after}` : sql`true`}
     order by i.id limit ${limit}`.execute(db)
  return rows
}
