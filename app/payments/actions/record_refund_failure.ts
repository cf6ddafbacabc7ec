import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { toRefundFact } from '#app/payments/actions/announce_refund'
import { pauseMinutes } from '#app/payments/domain/payment'
import { isRefundOpen, mayMoveRefund, type Refund, type RefundFailure } from '#app/payments/domain/refund'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { gatewayMisconfigured } from '#app/payments/events'
import { lockRefund, updateRefund } from '#app/payments/records/refunds'

/** Takes down that a call about a refund brought no state of it: it may have worked, is made again later, or was refused for good. */
@inject()
export class RecordRefundFailure {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ refundId, failure }: { refundId: string; failure: GatewayFailure }): Promise<Refund> {
    return inTransaction(async () => {
      const refund = (await lockRefund(refundId))!
      const { status, failure: reason } = consequenceOf(refund, failure)
      const isOpen = isRefundOpen(status)
      const now = this.clock.now()
      const updated = await updateRefund(refund, {
        status,
        failure: reason,
        pendingCall: isOpen ? refund.pendingCall : null,
        checkCount: refund.checkCount + 1,
        nextCheckAt: isOpen ? addDuration(now, { minutes: pauseMinutes(refund.checkCount) / 2 }) : null,
        updatedAt: now,
      })
      if (status === 'failed' && refund.status !== 'failed')
        await this.events.record([toRefundFact(updated, 'failed')])
      if (failure.type === 'misconfigured' && refund.gatewayId) {
        const { gatewayId } = refund
        const data = { gatewayId, reason: failure.reason }
        await this.events.record([fact(gatewayMisconfigured, { kind: 'gateway', id: gatewayId }, { data })])
      }
      return updated
    })
  }
}

function consequenceOf(
  refund: Refund,
  failure: GatewayFailure
): { status: Refund['status']; failure: RefundFailure | null } {
  const stay = { status: refund.status, failure: refund.failure }
  if (refund.pendingCall !== 'create') return stay
  switch (failure.type) {
    case 'retry_later':
      return stay
    case 'unknown':
      return mayMoveRefund(refund.status, 'unknown') ? { ...stay, status: 'unknown' } : stay
    case 'misconfigured':
      return { status: 'failed', failure: { code: 'refused', message: failure.reason.slice(0, 500) } }
    case 'declined':
    case 'action_required': {
      const { code, message } = failure.decline
      return { status: 'failed', failure: { code, message } }
    }
  }
}
