import { event } from '#app/shared/events/event'

/** Only of kinds that something is counted from: see `isCounted` in domain/message_kinds.ts. */
export const messageSent = event<{
  messageId: string
  kind: string
  subjectKind: string
  subjectId: string
  sentAt: string
}>('message.sent', 'A notice left for its recipient from which days are counted.')
export const messageResent = event<{ messageId: string; kind: string; recipient: string }>(
  'message.resent',
  'Staff had a mail sent once more.'
)
