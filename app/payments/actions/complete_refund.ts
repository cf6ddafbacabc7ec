import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { toRefundFact } from '#app/payments/actions/announce_refund'
import type { Refund } from '#app/payments/domain/refund'
import { lockRefund, updateRefund } from '#app/payments/records/refunds'

export type EndRefundError =
  { type: 'refund_not_found' } | { type: 'not_in_this_state'; status: Refund['status'] }

/** Ends a refund that no gateway carries out: the money was sent by hand, or will not be. */
@inject()
export class CompleteRefund {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog
  ) {}

  /** @param reference what the bank statement or the receipt says */
  execute(input: { refundId: string; reference: string }): Promise<Result<Refund, EndRefundError>> {
    return inTransaction(async () => {
      const refund = await lockRefund(input.refundId)
      if (!refund) return err({ type: 'refund_not_found' })
      const { status, way, customerId, money } = refund
      if (status === 'succeeded' && refund.sentReference === input.reference) return ok(refund)
      if (way === 'source' || status !== 'processing') return err({ type: 'not_in_this_state', status })
      const now = this.clock.now()
      const sent = { status: 'succeeded' as const, sentReference: input.reference, succeededAt: now, updatedAt: now } // prettier-ignore
      const updated = await updateRefund(refund, sent)
      const postings = [debit(chart.customerBalance(customerId), money), credit(chart.cash(way), money)]
      await this.postEntries.execute([{ kind: 'refund_sent', causeId: refund.id, postings }])
      await this.events.record([toRefundFact(updated, 'succeeded')])
      return ok(updated)
    })
  }

  /** What nobody agreed to yet, or nobody sent yet. Money that was credited for it stays on the balance. */
  cancel(input: { refundId: string; decidedBy: string }): Promise<Result<Refund, EndRefundError>> {
    return inTransaction(async () => {
      const refund = await lockRefund(input.refundId)
      if (!refund) return err({ type: 'refund_not_found' })
      const { status, way } = refund
      if (status === 'cancelled') return ok(refund)
      const mayEnd = status === 'awaiting_approval' || (way !== 'source' && status === 'processing')
      if (!mayEnd) return err({ type: 'not_in_this_state', status })
      const { decidedBy } = input
      const changes = { status: 'cancelled' as const, decidedBy, updatedAt: this.clock.now() }
      const updated = await updateRefund(refund, changes)
      await this.events.record([toRefundFact(updated, 'cancelled')])
      return ok(updated)
    })
  }
}
