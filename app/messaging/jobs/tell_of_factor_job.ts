import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { type FactorNotice, TellOfFactor } from '#app/messaging/actions/tell_of_factor'

@inject()
export class TellOfFactorJob implements JobRunner<FactorNotice> {
  constructor(private tell: TellOfFactor) {}

  run(notice: FactorNotice): Promise<void> {
    return this.tell.execute(notice)
  }
}
