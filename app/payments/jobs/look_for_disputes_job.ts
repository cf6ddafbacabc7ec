import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { FollowDispute } from '#app/payments/actions/follow_dispute'

@inject()
export class LookForDisputesJob implements JobRunner<{ gatewayId: string; since: string }> {
  constructor(private followDispute: FollowDispute) {}

  /** A gateway that cannot be asked now is asked with the next look. */
  async run({ gatewayId, since }: { gatewayId: string; since: string }): Promise<void> {
    await this.followDispute.look({ gatewayId, since: new Date(since) })
  }
}
