import { inject } from '@adonisjs/core'
import { enqueue } from '#app/shared/jobs/queue'
import type { JobRunner } from '#app/shared/jobs/job'
import { HoldCapacity } from '#app/provisioning/actions/hold_capacity'
import { holdCapacity } from '#app/provisioning/domain/jobs'

const triesMax = 4
const pausesSeconds = [1, 4, 10]

/** A panel that cannot be asked is asked a few times more, while the customer waits; then the order is refused. */
@inject()
export class HoldCapacityJob implements JobRunner<{ orderId: string; attempt?: number }> {
  constructor(private hold: HoldCapacity) {}

  async run({ orderId, attempt = 1 }: { orderId: string; attempt?: number }): Promise<void> {
    const outcome = await this.hold.execute({ orderId, isLastTry: attempt >= triesMax })
    if (outcome !== 'unknown') return
    await enqueue(
      holdCapacity,
      { orderId, attempt: attempt + 1 },
      { delaySeconds: pausesSeconds[attempt - 1] ?? 10 }
    )
  }
}
