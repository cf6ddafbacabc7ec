import vine from '@vinejs/vine'
import { idPrefixes, showId } from '#app/shared/ids'
import type { Message } from '#app/messaging/records/messages'

const statuses = ['queued', 'sent', 'dead'] as const

export function showMessage(message: Message) {
  return {
    id: showId('message', message.id),
    kind: message.kind,
    status: message.status as (typeof statuses)[number],
    recipient: message.recipient,
    customer_id: message.customer_id && showId('customer', message.customer_id),
    subject_id: showSubject(message),
    subject_line: message.subject_line,
    attempts: message.attempts,
    last_error: message.last_error,
    created_at: message.created_at.toISOString(),
    sent_at: message.sent_at?.toISOString() ?? null,
  }
}

/** What the mail is about, where that has an id outside. */
function showSubject({ subject_kind, subject_id }: Message): string | null {
  return subject_kind in idPrefixes ? showId(subject_kind as keyof typeof idPrefixes, subject_id) : null
}

const fields = {
  id: vine.string(),
  kind: vine.string(),
  status: vine.enum(statuses),
  recipient: vine.string(),
  customer_id: vine.string().nullable(),
  subject_id: vine.string().nullable(),
  subject_line: vine.string().nullable(),
  attempts: vine.number(),
  last_error: vine.string().nullable(),
  created_at: vine.string(),
  sent_at: vine.string().nullable(),
}
export const messageShape = vine.create(fields)

export function showMessageWithBody(message: Message) {
  return { ...showMessage(message), text: message.text_body, html: message.html_body }
}

export const messageWithBodyShape = vine.create({
  ...fields,
  text: vine.string().nullable(),
  html: vine.string().nullable(),
})
