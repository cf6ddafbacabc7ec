import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { handleWebhooksJob } from '#app/payments/domain/jobs'
import { gatewayMessageRetried } from '#app/payments/events'
import { findMessage, reviveMessage } from '#app/payments/records/inbox'

/** Handles a dead message of a gateway once more: it only tells what to ask about, so it may be followed as often as anybody likes. */
@inject()
export class RetryMessage {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    messageId,
  }: {
    messageId: string
  }): Promise<Result<{ gatewayId: string }, 'message_not_found' | 'not_dead'>> {
    return inTransaction(async () => {
      const message = await findMessage(messageId)
      if (!message) return err('message_not_found')
      const { gatewayId } = message
      if (!(await reviveMessage(messageId, this.clock.wall()))) return err('not_dead')
      await enqueue(handleWebhooksJob, { messageIds: [messageId] })
      const data = { gatewayId, messageId }
      await this.events.record([fact(gatewayMessageRetried, { kind: 'gateway', id: gatewayId }, { data })])
      return ok({ gatewayId })
    })
  }
}
