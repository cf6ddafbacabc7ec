import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { enqueueMany } from '#app/shared/jobs/queue'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { sendMessage } from '#app/messaging/domain/jobs'
import type { MessageContent } from '#app/messaging/domain/message_content'
import type { MessageKind } from '#app/messaging/domain/message_kinds'
import type { Recipient } from '#app/messaging/domain/recipient'
import * as messages from '#app/messaging/records/messages'

export interface NewMessage {
  kind: MessageKind
  /** What it is about; with kind, step and recipient it makes the message the only one of its cause. */
  subject: { kind: string; id: string }
  step?: number
  customerId: string | null
  recipients: Recipient[]
  content: MessageContent
}

/** A worker sends at once; this long after, the sweep takes a message whose job was lost. */
const leaseMinutes = 5

/** Queues a mail to each recipient, once per cause: what was queued before is left as it is. */
@inject()
export class QueueMessage {
  constructor(private clock: Clock) {}

  async execute({ kind, subject, step = 0, customerId, recipients, content }: NewMessage): Promise<number> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const ids = await messages.insertNew(
        recipients.map((recipient) => ({
          id: newId(),
          customer_id: customerId,
          user_id: recipient.userId,
          subject_kind: subject.kind,
          subject_id: subject.id,
          kind,
          step,
          recipient: recipient.email,
          locale: recipient.locale,
          data: JSON.stringify({ ...content, values: { name: recipient.name, ...content.values } }),
          status: 'queued',
          next_attempt_at: addDuration(now, { minutes: leaseMinutes }),
          created_at: now,
        }))
      )
      await enqueueMany(
        sendMessage,
        ids.map((messageId) => ({ messageId }))
      )
      return ids.length
    })
  }
}
