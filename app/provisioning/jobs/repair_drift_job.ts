import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { RepairDrift } from '#app/provisioning/actions/repair_drift'

@inject()
export class RepairDriftJob implements JobRunner<{ driftId: string }> {
  constructor(private repairDrift: RepairDrift) {}

  run({ driftId }: { driftId: string }): Promise<void> {
    return this.repairDrift.execute(driftId)
  }
}
