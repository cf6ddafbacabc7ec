import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { sendMessage } from '#app/messaging/domain/jobs'
import { messageResent } from '#app/messaging/events'
import * as messages from '#app/messaging/records/messages'

export type ResendMessageError = { type: 'message_not_found' } | { type: 'still_queued' }

/** Sends a mail again because staff want it to be: one that was lost, or that nobody took. */
@inject()
export class ResendMessage {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(messageId: string): Promise<Result<messages.Message, ResendMessageError>> {
    return inTransaction(async () => {
      const message = await messages.find(messageId)
      if (!message) return err({ type: 'message_not_found' as const })
      if (message.status === 'queued') return err({ type: 'still_queued' as const })
      const changes = { status: 'queued', attempts: 0, next_attempt_at: this.clock.now(), last_error: null }
      await messages.update(messageId, changes)
      await enqueue(sendMessage, { messageId })
      const data = { messageId, kind: message.kind, recipient: message.recipient }
      const subject = { kind: message.subject_kind, id: message.subject_id }
      await this.events.record([fact(messageResent, subject, { customerId: message.customer_id, data })])
      return ok({ ...message, ...changes })
    })
  }
}
