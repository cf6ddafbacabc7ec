import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { PrepareEvidence } from '#app/reporting/actions/prepare_evidence'

@inject()
export class PrepareEvidenceJob implements JobRunner<{ disputeId: string }> {
  constructor(private prepare: PrepareEvidence) {}

  /** What staff wrote meanwhile stays; a dispute that is over by now needs nothing. */
  async run({ disputeId }: { disputeId: string }): Promise<void> {
    await this.prepare.execute({ disputeId, keepsTexts: true })
  }
}
