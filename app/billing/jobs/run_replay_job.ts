import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { RunReplay } from '#app/billing/actions/run_replay'

@inject()
export class RunReplayJob implements JobRunner<{ replayId: string }> {
  constructor(private runReplay: RunReplay) {}

  run({ replayId }: { replayId: string }): Promise<void> {
    return this.runReplay.execute({ replayId })
  }
}
