import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { HandleWebhook } from '#app/payments/actions/handle_webhook'

@inject()
export class HandleWebhooksJob implements JobRunner<{ messageIds: string[] }> {
  constructor(private handleWebhook: HandleWebhook) {}

  run({ messageIds }: { messageIds: string[] }): Promise<void> {
    return this.handleWebhook.execute({ messageIds })
  }
}
