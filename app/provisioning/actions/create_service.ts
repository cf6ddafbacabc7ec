import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { approvalFact } from '#app/provisioning/actions/decide_approval'
import { QueueOperation } from '#app/provisioning/actions/queue_operation'
import { needsApproval } from '#app/provisioning/domain/approval'
import { serviceApprovalAsked } from '#app/provisioning/events'
import { type OrderedLine, readOrderLine } from '#app/provisioning/queries/read_order_lines'
import { readSubscription, type SubscriptionToServe } from '#app/provisioning/queries/read_subscription'
import { finishHold, type HoldRow, lockHoldOfLine } from '#app/provisioning/records/capacity_holds'
import { findPanelByCode, listPanels } from '#app/provisioning/records/panels'
import { insertService, lockServiceOfSubscription, type ServiceRow } from '#app/provisioning/records/services'

/** Makes the service of a new subscription and queues its creation; its held place is used up with it. */
@inject()
export class CreateService {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private queueOperation: QueueOperation
  ) {}

  execute({ subscriptionId }: { subscriptionId: string }): Promise<string> {
    return inTransaction(async () => {
      const subscription = await readSubscription(subscriptionId)
      const line = subscription?.orderLineId ? await readOrderLine(subscription.orderLineId) : null
      if (!subscription || !line)
        throw new Error(`Subscription ${subscriptionId} has no order line to build from`)
      const hold = await lockHoldOfLine(line.id)
      const known = await lockServiceOfSubscription(subscriptionId)
      if (known) return known.id
      const service = this.build(subscription, line, hold?.panelId ?? (await panelWithoutHold(line)))
      await insertService(service)
      if (hold) await finishHold(hold.id, { status: 'used', at: this.clock.now() })
      const asks = needsApproval(line.item.spec)
      const operation = await this.queueOperation.execute({
        service,
        kind: 'create',
        input: { orderLineId: line.id, sshKeys: line.item.sshKeys, ...(asks ? { approval: 'asked' } : {}) },
        idempotencyKey: 'create',
      })
      if (asks) await this.events.record([approvalFact(serviceApprovalAsked, { service, operation })])
      return service.id
    })
  }

  private build(
    subscription: SubscriptionToServe,
    { item }: OrderedLine,
    panelId: HoldRow['panelId']
  ): ServiceRow {
    return {
      id: newId(),
      customerId: subscription.customerId,
      subscriptionId: subscription.id,
      planId: subscription.planId,
      panelId,
      hostname: item.hostname.toLowerCase(),
      status: 'pending',
      desired: 'running',
      holds: [],
      spec: item.spec,
      externalReference: null,
      observed: null,
      powerState: null,
      addresses: [],
      facts: {},
      credentials: null,
      credentialsSeenAt: null,
      observedAt: null,
      createdAt: this.clock.now(),
      activatedAt: null,
      suspendedAt: null,
      terminatedAt: null,
    }
  }
}

/** A hold may have run out while a slow payment was confirmed; the panel itself then says whether there is room. */
async function panelWithoutHold({ item }: OrderedLine): Promise<string> {
  const chosen = item.spec.location ? await findPanelByCode(item.spec.location) : null
  const panel =
    chosen ??
    (await listPanels()).find(({ driver, status }) => driver === item.panelDriver && status === 'active')
  if (!panel) throw new Error('No panel is connected for this order line')
  return panel.id
}
