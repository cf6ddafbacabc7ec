import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { InboxMessage } from '#app/payments/records/inbox'

/** A message of a gateway, without what it says: that may hold what is nobody's business. */
export function showInboxMessage(message: InboxMessage) {
  return {
    id: showId('webhookMessage', message.id),
    message_id: message.messageId,
    type: message.type,
    status: message.status,
    attempts: message.attempts,
    repeats: message.repeats,
    last_error: message.lastError,
    received_at: message.receivedAt.toISOString(),
  }
}

export const messageFields = {
  id: vine.string(),
  message_id: vine.string(),
  type: vine.string(),
  status: vine.string(),
  attempts: vine.number(),
  repeats: vine.number(),
  last_error: vine.string().nullable(),
  received_at: vine.string(),
}
