import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { RunOperation } from '#app/provisioning/actions/run_operation'

@inject()
export class RunOperationJob implements JobRunner<{ operationId: string }> {
  constructor(private runOperation: RunOperation) {}

  run({ operationId }: { operationId: string }): Promise<void> {
    return this.runOperation.execute(operationId)
  }
}
