import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { recurringParts } from '#app/subscriptions/domain/ordered_parts'
import { subscriptionCreated } from '#app/subscriptions/events'
import { insertPendingSubscription } from '#app/subscriptions/records/new_subscriptions'
import {
  type AcceptedOrder,
  findAcceptedOrder,
  type OrderedLine,
} from '#app/subscriptions/records/order_lines'

export type CreateSubscriptionsError = { type: 'order_not_found' }

/** Makes one pending agreement for each line of an accepted order; nothing is owed until its service runs. */
@inject()
export class CreateSubscriptions {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ orderId }: { orderId: string }): Promise<Result<string[], CreateSubscriptionsError>> {
    return inTransaction(async () => {
      const order = await findAcceptedOrder(orderId)
      if (!order) return err({ type: 'order_not_found' })
      const created: string[] = []
      for (const line of order.lines) {
        const id = await this.create(order, line)
        if (id) created.push(id)
      }
      return ok(created)
    })
  }

  private async create(order: AcceptedOrder, line: OrderedLine): Promise<string | null> {
    const { content } = line
    const id = newId()
    const isNew = await insertPendingSubscription({
      id,
      customerId: order.customerId,
      orderLineId: line.id,
      planId: content.planId,
      currency: order.currency,
      interval: { unit: content.intervalUnit, count: content.intervalCount },
      items: recurringParts(content).map((part) => ({
        ...part,
        unitAmount: BigInt(part.unitAmount),
        tiers: part.tiers ?? null,
      })),
      createdAt: this.clock.now(),
    })
    if (!isNew) return null
    await this.events.record([
      fact(
        subscriptionCreated,
        { kind: 'subscription', id },
        {
          customerId: order.customerId,
          data: { subscriptionId: id, orderLineId: line.id, orderId: order.id, planId: content.planId },
        }
      ),
    ])
    return id
  }
}
