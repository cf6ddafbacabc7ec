import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { SendQueuedMessage } from '#app/messaging/actions/send_queued_message'

@inject()
export class SendMessageJob implements JobRunner<{ messageId: string }> {
  constructor(private send: SendQueuedMessage) {}

  async run({ messageId }: { messageId: string }): Promise<void> {
    await this.send.execute({ messageId })
  }
}
