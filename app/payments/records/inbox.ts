import { sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
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
  | 'id'
  | 'gatewayId'
  | 'messageId'
  | 'type'
  | 'objectReference'
  | 'payload'
  | 'status'
  | 'lastError'
  | 'receivedAt'
>

/** What makes a message the same as one that came before. */
export function messageKey({ gatewayId, messageId }: Pick<NewMessage, 'gatewayId' | 'messageId'>): string {
  return `${gatewayId}|${messageId}`
}

/** Keeps messages, none of them twice in here. One that came before is counted. @returns the ids of those that are new */
export async function keepMessages(messages: NewMessage[]): Promise<Set<string>> {
  const rows = await db
    .insertInto('webhook_inbox')
    .values(
      messages.map((message) => ({
        id: message.id,
        gateway_id: message.gatewayId,
        message_id: message.messageId,
        type: message.type,
        object_reference: message.objectReference,
        payload: JSON.stringify(message.payload),
        status: message.status,
        last_error: message.lastError,
        next_attempt_at: message.receivedAt,
        received_at: message.receivedAt,
      }))
    )
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'gateway_id', 'message_id'])
        .doUpdateSet({ repeats: sql`webhook_inbox.repeats + 1` })
    )
    .returning(['id', sql<boolean>`(xmax = 0)`.as('is_new')])
    .execute()
  return new Set(rows.filter((row) => row.is_new).map((row) => row.id))
}

export async function findMessage(id: string): Promise<InboxMessage | null> {
  const row = await db.selectFrom('webhook_inbox').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toMessage(row) : null
}

export async function markMessage(
  id: string,
  change: { status: InboxMessage['status']; attempts: number; lastError: string | null; nextAttemptAt?: Date }
): Promise<void> {
  await db
    .updateTable('webhook_inbox')
    .set({
      status: change.status,
      attempts: change.attempts,
      last_error: change.lastError?.slice(0, 2000) ?? null,
      ...(change.nextAttemptAt ? { next_attempt_at: change.nextAttemptAt } : {}),
    })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .execute()
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
