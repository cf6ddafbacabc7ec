import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { HandleWebhook } from '#app/payments/actions/handle_webhook'

@inject()
export class HandleWebhooksJob implements JobRunner<{ messageIds: string[] }> {
  constructor(private handleWebhook: HandleWebhook) {}

  /** Side by side, as one job holds few: a gateway that lets one wait delays none of the others. */
  async run({ messageIds }: { messageIds: string[] }): Promise<void> {
    const followed = await Promise.allSettled(
      messageIds.map((messageId) => this.handleWebhook.execute({ messageId }))
    )
    const failed = followed.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }
}
