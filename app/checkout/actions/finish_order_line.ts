import { inject } from '@adonisjs/core'
import { orderCompleted, orderFailed } from '#app/checkout/events'
import { moveOrder, outcomeOfLines } from '#app/checkout/domain/order_state'
import {
  findOrderLine,
  listOrderLines,
  lockOrder,
  type Order,
  type OrderLine,
  updateLineStatus,
  updateOrder,
} from '#app/checkout/records/orders'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

/** Notes that a line's service runs, or that it never will; the last line decides what becomes of the order. */
@inject()
export class FinishOrderLine {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: {
    orderLineId: string
    outcome: 'active' | 'failed'
  }): Promise<Result<OrderLine, { type: 'line_not_found' }>> {
    const { orderLineId, outcome } = input
    return inTransaction(async () => {
      const line = await findOrderLine(orderLineId)
      const order = line && (await lockOrder(line.orderId))
      if (!line || !order) return err({ type: 'line_not_found' })
      const lines = await listOrderLines(order.id)
      const current = lines.find((candidate) => candidate.id === orderLineId)!
      // Told twice: the first word stands.
      if (current.status !== 'pending') return ok(current)
      await updateLineStatus(orderLineId, outcome)
      const statuses = lines.map((other) => (other.id === orderLineId ? outcome : other.status))
      const result = outcomeOfLines(statuses)
      if (result) await this.close(order, result)
      return ok({ ...current, status: outcome })
    })
  }

  private async close(order: Order, outcome: 'completed' | 'failed'): Promise<void> {
    const moved = moveOrder(order.status, outcome)
    if (!moved.ok) throw new Error(`Order ${order.id} is ${order.status} while its last line was being made`)
    const subject = { kind: 'order', id: order.id }
    const { customerId, id: orderId } = order
    const reason = 'creation_failed'
    const failure = outcome === 'failed' ? { failure: { reason } } : {}
    await updateOrder(orderId, { status: moved.value, ...failure, finishedAt: this.clock.now() })
    await this.events.record([
      outcome === 'completed'
        ? fact(orderCompleted, subject, { customerId, data: { orderId } })
        : fact(orderFailed, subject, { customerId, data: { orderId, reason } }),
    ])
  }
}
