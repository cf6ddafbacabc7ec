import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { FinishMethodSetup } from '#app/payments/actions/finish_method_setup'

@inject()
export class FinishMethodSetupJob implements JobRunner<{ setupId: string }> {
  constructor(private finish: FinishMethodSetup) {}

  async run({ setupId }: { setupId: string }): Promise<void> {
    await this.finish.execute({ setupId })
  }
}
