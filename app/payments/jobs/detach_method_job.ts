import type { JobRunner } from '#app/shared/jobs/job'
import { DetachMethod } from '#app/payments/actions/detach_method'

export class DetachMethodJob implements JobRunner<{ paymentMethodId: string }> {
  run({ paymentMethodId }: { paymentMethodId: string }): Promise<void> {
    return new DetachMethod().execute({ paymentMethodId })
  }
}
