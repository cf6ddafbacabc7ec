import { inject } from '@adonisjs/core'
import { type ConfiguredItem, withKept } from '#app/catalogue/index'
import { inTransaction } from '#app/shared/database/unit'
import { QueueOperation } from '#app/provisioning/actions/queue_operation'
import type { OperationRow } from '#app/provisioning/records/operations'
import { lockServiceOfSubscription } from '#app/provisioning/records/services'

/** Gives a service the sizes and addresses that its subscription was changed to. Once per change, however often it is told. */
@inject()
export class ResizeToChange {
  constructor(private queueOperation: QueueOperation) {}

  /** @returns null when there is no service, or it has ended */
  execute(input: {
    subscriptionId: string
    changeId: string
    content: ConfiguredItem
  }): Promise<OperationRow | null> {
    const { subscriptionId, changeId, content } = input
    return inTransaction(async () => {
      const service = await lockServiceOfSubscription(subscriptionId)
      if (!service || service.desired === 'gone') return null
      const { location } = service.spec
      return this.queueOperation.execute({
        service,
        kind: 'resize',
        input: {
          changeId,
          planId: content.planId,
          spec: { ...withKept(content.spec, service.spec), location },
        },
        idempotencyKey: `change:${changeId}`,
      })
    })
  }
}
