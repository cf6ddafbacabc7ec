import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'

@inject()
export class RefreshPaymentJob implements JobRunner<{ paymentId: string }> {
  constructor(private refresh: RefreshPayment) {}

  /** What could not be asked now is found again by its date, so the job never has to be repeated. */
  async run({ paymentId }: { paymentId: string }): Promise<void> {
    await this.refresh.execute({ paymentId })
  }
}
