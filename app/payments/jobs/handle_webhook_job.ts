import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { HandleWebhook } from '#app/payments/actions/handle_webhook'

@inject()
export class HandleWebhookJob implements JobRunner<{ messageId: string }> {
  constructor(private handleWebhook: HandleWebhook) {}

  run({ messageId }: { messageId: string }): Promise<void> {
    return this.handleWebhook.execute({ messageId })
  }
}
