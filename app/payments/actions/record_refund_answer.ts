import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { toRefundFact } from '#app/payments/actions/announce_refund'
import { WarnOfPayment } from '#app/payments/actions/warn_of_payment'
import type { GatewayRefund } from '#app/payments/domain/gateway_values'
import { pauseMinutes } from '#app/payments/domain/payment'
import { isRefundOpen, type Refund } from '#app/payments/domain/refund'
import { reconcileRefund, type RefundReconciliation } from '#app/payments/domain/refund_reconciliation'
import { findGateway } from '#app/payments/records/gateways'
import { findPayment } from '#app/payments/records/payments'
import { lockRefund, updateRefund } from '#app/payments/records/refunds'

/**
 * Takes down what a gateway says about a refund. Money that left, or that a bank sent back, is booked in the same transaction in which the
 * refund says so.
 */
@inject()
export class RecordRefundAnswer {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private warn: WarnOfPayment,
    private events: EventLog
  ) {}

  execute({ refundId, answer }: { refundId: string; answer: GatewayRefund }): Promise<Refund> {
    return inTransaction(async () => {
      const refund = (await lockRefund(refundId))!
      assertSameRefund(refund, answer)
      const decision = reconcileRefund(refund, answer)
      const updated = await updateRefund(refund, this.changes(refund, answer, decision))
      if (decision.books) await this.book(updated, decision.books)
      if (decision.books === 'sent' && updated.paymentId)
        await this.warn.close((await findPayment(updated.paymentId))!, { status: 'given_back' })
      await this.events.record(decision.news.map((item) => toRefundFact(updated, item)))
      return updated
    })
  }

  private changes(refund: Refund, answer: GatewayRefund, { status, failure, books }: RefundReconciliation) {
    const now = this.clock.now()
    const checkCount = status === refund.status ? refund.checkCount + 1 : 0
    const waitMinutes = Math.max(pauseMinutes(checkCount), 30)
    return {
      status,
      failure,
      pendingCall: null,
      gatewayReference: answer.reference,
      claimUrl: status === 'action_required' ? answer.claimUrl : null,
      checkCount,
      nextCheckAt: isRefundOpen(status) ? addDuration(now, { minutes: waitMinutes }) : null,
      succeededAt: refund.succeededAt ?? (books === 'sent' ? now : null),
      returnedAt: refund.returnedAt ?? (books === 'returned' ? now : null),
      updatedAt: now,
    }
  }

  /** What left is taken off what we owe the customer; what came back is owed again. */
  private async book({ id, customerId, money, gatewayId }: Refund, what: 'sent' | 'returned'): Promise<void> {
    const cash = chart.cash((await findGateway(gatewayId!))!.ledgerCode)
    const owed = chart.customerBalance(customerId)
    const [from, to] = what === 'sent' ? [owed, cash] : [cash, owed]
    const kind = what === 'sent' ? 'refund_sent' : 'refund_returned'
    await this.postEntries.execute([{ kind, causeId: id, postings: [debit(from, money), credit(to, money)] }])
  }
}

/** What must never be: the answer is about another refund, or gives back another amount. Nothing is booked. */
function assertSameRefund(refund: Refund, answer: GatewayRefund): void {
  const { money } = refund
  const complaint =
    answer.refundId !== null && answer.refundId !== refund.id
      ? `is marked as refund ${answer.refundId}`
      : answer.money.currency !== money.currency || answer.money.amount !== money.amount
        ? `gives back ${answer.money.amount} ${answer.money.currency} instead of ${money.amount} ${money.currency}`
        : null
  if (complaint) throw new Error(`The gateway's ${answer.reference} for refund ${refund.id} ${complaint}`)
}
