import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { RunBatch } from '#app/provisioning/actions/run_batch'

@inject()
export class RunBatchJob implements JobRunner<{ batchId: string }> {
  constructor(private runBatch: RunBatch) {}

  run({ batchId }: { batchId: string }): Promise<void> {
    return this.runBatch.execute(batchId)
  }
}
