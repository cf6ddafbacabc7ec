import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue } from '#app/shared/jobs/queue'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { toRefundFact } from '#app/payments/actions/announce_refund'
import { refreshRefundJob } from '#app/payments/domain/jobs'
import { newRefund, type Refund } from '#app/payments/domain/refund'
import { insertRefund, updateRefund } from '#app/payments/records/refunds'

type OpenRefundInput = Pick<
  Refund,
  'id' | 'customerId' | 'way' | 'money' | 'invoiceId' | 'wish' | 'reason' | 'requestedBy' | 'requestKey'
> & {
  payment: { id: string; gatewayId: string } | null
}

/**
 * Writes that money is to go back. Whoever calls it has decided under locks that it may; the database looks once more. Nothing remote
 * happens here: the call is queued, so it fits into a transaction.
 */
@inject()
export class OpenRefund {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** A second person has to agree first; nothing moves and nothing is kept from being spent. */
  propose(input: OpenRefundInput): Promise<Refund> {
    return inTransaction(async () => {
      const refund = this.build(input, 'awaiting_approval')
      await insertRefund(refund)
      await this.events.record([toRefundFact(refund, 'approval_needed')])
      return refund
    })
  }

  execute(input: OpenRefundInput & { creditNoteId: string | null }): Promise<Refund> {
    return inTransaction(async () => {
      const refund = { ...this.build(input, 'created'), creditNoteId: input.creditNoteId, ...this.intent() }
      await insertRefund(refund)
      return this.announce(refund)
    })
  }

  /** What was proposed is agreed to: to the source it is asked for at once, another way waits for whoever sends the money. */
  agree(refund: Refund, { decidedBy, creditNoteId }: { decidedBy: string; creditNoteId: string | null }) {
    return inTransaction(async () => {
      const how = refund.way === 'source' ? this.intent() : { status: 'processing' as const }
      const changes = { ...how, decidedBy, creditNoteId, updatedAt: this.clock.now() }
      return this.announce(await updateRefund(refund, changes))
    })
  }

  private build({ payment, ...rest }: OpenRefundInput, status: 'awaiting_approval' | 'created'): Refund {
    const isToSource = rest.way === 'source'
    return newRefund({
      ...rest,
      origin: 'staff',
      paymentId: isToSource ? payment!.id : null,
      gatewayId: isToSource ? payment!.gatewayId : null,
      creditNoteId: null,
      status,
      now: this.clock.now(),
    })
  }

  private intent() {
    return {
      status: 'created' as const,
      pendingCall: 'create' as const,
      calledAt: this.clock.wall(),
      nextCheckAt: addDuration(this.clock.now(), { minutes: 1 }),
    }
  }

  private async announce(refund: Refund): Promise<Refund> {
    await this.events.record([toRefundFact(refund, 'requested')])
    if (refund.pendingCall) await enqueue(refreshRefundJob, { refundId: refund.id })
    return refund
  }
}
