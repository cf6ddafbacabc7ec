import { sql, type Selectable } from 'kysely'
import { currentTenant, type Question } from '#app/shared/database/context'
import { rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import { planName } from '#app/shared/database/kept_plans'
import { sendAsOne } from '#app/shared/database/one_message'
import { writeAlone } from '#app/shared/database/write_alone'
import type { WebhookInbox } from '#app/shared/database/schema'

export interface InboxMessage {
  id: string
  gatewayId: string
  messageId: string
  type: string
  objectReference: string | null
  payload: Record<string, unknown>
  status: 'pending' | 'done' | 'ignored' | 'dead'
  attempts: number
  lastError: string | null
  repeats: number
  receivedAt: Date
}

export type NewMessage = Pick<
  InboxMessage,
  'id' | 'gatewayId' | 'messageId' | 'type' | 'objectReference' | 'status' | 'lastError' | 'receivedAt'
> & {
  /** What is kept of it, as JSON. */
  payload: string
  /** How often it came besides this once. */
  repeats: number
}

/** What makes a message the same as one that came before. */
export function messageKey({ gatewayId, messageId }: Pick<NewMessage, 'gatewayId' | 'messageId'>): string {
  return `${gatewayId}|${messageId}`
}

/**
 * Keeps messages, none of them twice in here and in the order of their keys, so that processes which write the same ones wait for each
 * other and never in a circle. One that came before is counted. All in one round trip, committed when it returns.
 * @param before statements that are carried out with it or not at all
 * @returns the ids of those that are new
 */
export async function keepMessages(
  messages: readonly NewMessage[],
  before: readonly Question[]
): Promise<Set<string>> {
  const rows = messages.map((message) => ({
    id: message.id,
    gateway_id: message.gatewayId,
    message_id: message.messageId,
    type: message.type,
    object_reference: message.objectReference,
    payload: message.payload,
    status: message.status,
    last_error: message.lastError,
    repeats: message.repeats,
    received_at: message.receivedAt,
  }))
  const { sql: text, parameters } = sql`
    insert into webhook_inbox (id, gateway_id, message_id, type, object_reference, payload, status, last_error, repeats, next_attempt_at, received_at)
    select r.id, r.gateway_id, r.message_id, r.type, r.object_reference, r.payload, r.status, r.last_error, r.repeats, r.received_at, r.received_at
      from ${rowsAs(rows, {
        id: 'uuid',
        gateway_id: 'uuid',
        message_id: 'text',
        type: 'text',
        object_reference: 'text',
        payload: 'jsonb',
        status: 'text',
        last_error: 'text',
        repeats: 'int4',
        received_at: 'timestamptz',
      })}
    on conflict (tenant_id, gateway_id, message_id) do update set repeats = webhook_inbox.repeats + excluded.repeats + 1
    returning id, (xmax = 0) as is_new`.compile(db)
  const question = { text, values: [...parameters], name: planName(text) }
  const kept = await sendAsOne({ tenantId: currentTenant().id, isReadOnly: false, before, question })
  const written = kept.rows as { id: string; is_new: boolean }[]
  return new Set(written.filter((row) => row.is_new).map((row) => row.id))
}

/** When the last message of a gateway came; null when none ever did. */
export async function findLastArrival(gatewayId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('webhook_inbox')
    .select('received_at')
    .where('gateway_id', '=', gatewayId)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.received_at ?? null
}

export async function findMessage(id: string): Promise<InboxMessage | null> {
  const row = await db.selectFrom('webhook_inbox').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toMessage(row) : null
}

/** Those of some messages that wait to be followed, in the order in which they came. */
export async function listPendingMessages(ids: readonly string[]): Promise<InboxMessage[]> {
  const rows = await db
    .selectFrom('webhook_inbox')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('status', '=', 'pending')
    .orderBy('id')
    .execute()
  return rows.map(toMessage)
}

/** Notes what became of messages that were followed, in one round trip. */
export async function markHandled(
  ids: readonly string[],
  { status, lastError }: Pick<InboxMessage, 'lastError'> & { status: 'done' | 'ignored' | 'dead' }
): Promise<void> {
  const marking = db
    .updateTable('webhook_inbox')
    .set({ status, attempts: sql`attempts + 1`, last_error: lastError })
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('status', '=', 'pending')
  await writeAlone(marking.compile())
}

/** A message that could not be followed waits, or is given up. */
export async function postponeMessage(
  id: string,
  change: { status: 'pending' | 'dead'; attempts: number; lastError: string; nextAttemptAt: Date }
): Promise<void> {
  const postponing = db
    .updateTable('webhook_inbox')
    .set({
      status: change.status,
      attempts: change.attempts,
      last_error: change.lastError.slice(0, 2000),
      next_attempt_at: change.nextAttemptAt,
    })
    .where('id', '=', id)
    .where('status', '=', 'pending')
  await writeAlone(postponing.compile())
}

/** A dead message waits again. @returns false when it was not dead */
export async function reviveMessage(id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('webhook_inbox')
    .set({ status: 'pending', attempts: 0, last_error: null, next_attempt_at: now })
    .where('id', '=', id)
    .where('status', '=', 'dead')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Messages whose job was lost or whose pause is over; by real time, as they come from the outside. */
export async function listMessagesToHandle(now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('webhook_inbox')
    .select('id')
    .where('status', '=', 'pending')
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export function toMessage(row: Selectable<WebhookInbox>): InboxMessage {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    messageId: row.message_id,
    type: row.type,
    objectReference: row.object_reference,
    payload: row.payload as Record<string, unknown>,
    status: row.status as InboxMessage['status'],
    attempts: row.attempts,
    lastError: row.last_error,
    repeats: row.repeats,
    receivedAt: row.received_at,
  }
}
