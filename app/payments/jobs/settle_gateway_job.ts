import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { SettleGateway } from '#app/payments/actions/settle_gateway'

@inject()
export class SettleGatewayJob implements JobRunner<{ gatewayId: string }> {
  constructor(private settleGateway: SettleGateway) {}

  /** What could not be asked now has its next date, so the job never has to be repeated. */
  async run({ gatewayId }: { gatewayId: string }): Promise<void> {
    await this.settleGateway.execute({ gatewayId })
  }
}
