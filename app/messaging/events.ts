import { event } from '#app/shared/events/event'

export const messageResent = event<{ messageId: string; kind: string; recipient: string }>(
  'message.resent',
  'Staff had a mail sent once more.'
)
