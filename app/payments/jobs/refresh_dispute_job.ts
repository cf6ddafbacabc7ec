import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { AnswerDispute } from '#app/payments/actions/answer_dispute'

@inject()
export class RefreshDisputeJob implements JobRunner<{ disputeId: string }> {
  constructor(private answerDispute: AnswerDispute) {}

  /** What could not be asked now is found again by its date, so the job never has to be repeated. */
  async run({ disputeId }: { disputeId: string }): Promise<void> {
    await this.answerDispute.refresh({ disputeId })
  }
}
