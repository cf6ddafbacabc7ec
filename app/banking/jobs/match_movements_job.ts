import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { MatchFreshMovements } from '#app/banking/actions/match_fresh_movements'

@inject()
export class MatchMovementsJob implements JobRunner<{ statementId: string }> {
  constructor(private matchFresh: MatchFreshMovements) {}

  /** Those of an earlier file that are still fresh as well: which file told of them makes no difference. */
  async run(): Promise<void> {
    await this.matchFresh.execute()
  }
}
