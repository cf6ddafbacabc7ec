import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { FollowDispute } from '#app/payments/actions/follow_dispute'
import { FollowFraudWarning } from '#app/payments/actions/follow_fraud_warning'

@inject()
export class LookForDisputesJob implements JobRunner<{ gatewayId: string; since: string }> {
  constructor(
    private followDispute: FollowDispute,
    private followFraudWarning: FollowFraudWarning
  ) {}

  /** A gateway that cannot be asked now is asked with the next look. */
  async run({ gatewayId, since: text }: { gatewayId: string; since: string }): Promise<void> {
    const since = new Date(text)
    await this.followDispute.look({ gatewayId, since })
    await this.followFraudWarning.look({ gatewayId, since })
  }
}
