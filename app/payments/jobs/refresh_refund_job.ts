import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { RefreshRefund } from '#app/payments/actions/refresh_refund'

@inject()
export class RefreshRefundJob implements JobRunner<{ refundId: string }> {
  constructor(private refresh: RefreshRefund) {}

  /** What could not be asked now is found again by its date, so the job never has to be repeated. */
  async run({ refundId }: { refundId: string }): Promise<void> {
    await this.refresh.execute({ refundId })
  }
}
