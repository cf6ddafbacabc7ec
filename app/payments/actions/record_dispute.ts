import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { derivedId } from '#app/shared/ids'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { chart, credit, debit, type NewEntry, PostEntries } from '#app/ledger/index'
import { toDisputeFact } from '#app/payments/actions/announce_dispute'
import {
  type Dispute,
  type DisputeReconciliation,
  isDisputeOver,
  reconcileDispute,
} from '#app/payments/domain/dispute'
import type { GatewayDispute } from '#app/payments/domain/gateway_values'
import type { Payment } from '#app/payments/domain/payment'
import {
  findDisputeAtGateway,
  insertDispute,
  lockDispute,
  updateDispute,
} from '#app/payments/records/disputes'
import { findGateway } from '#app/payments/records/gateways'
import { lockPayment } from '#app/payments/records/payments'

/** How often an open dispute is asked about when nobody tells us anything. */
const restHours = 6

/**
 * Takes down what a gateway says about a dispute. What it took back, gave back and charged for it is booked in the same transaction in
 * which the dispute says so, each once.
 */
@inject()
export class RecordDispute {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog
  ) {}

  execute({ paymentId, answer }: { paymentId: string; answer: GatewayDispute }): Promise<Dispute> {
    return inTransaction(async () => {
      const payment = (await lockPayment(paymentId))!
      const found = await findDisputeAtGateway(payment.gatewayId, answer.reference)
      const known = found && (await lockDispute(found.id))
      if (known && known.paymentId !== paymentId)
        throw new Error(`Dispute ${known.id} is on another payment than ${paymentId}`)
      const decision = reconcileDispute(known, answer)
      const changes = this.changes(known, answer, decision)
      const dispute = known
        ? await updateDispute(known, changes)
        : await this.insert(payment, answer, changes)
      await this.book(dispute, { before: known, books: decision.books })
      await this.events.record(decision.news.map((item) => toDisputeFact(dispute, item, payment)))
      return dispute
    })
  }

  private changes(known: Dispute | null, answer: GatewayDispute, decision: DisputeReconciliation) {
    const now = this.clock.now()
    const { status, isWithheld, isAnswered, fee } = decision
    const isOver = isDisputeOver(status)
    return {
      status,
      isWithheld,
      isAnswered,
      fee,
      reason: answer.reason,
      code: answer.code,
      respondBy: answer.respondBy ?? known?.respondBy ?? null,
      pendingCall: isOver || isAnswered ? null : (known?.pendingCall ?? null),
      problem: null,
      nextCheckAt: isOver ? null : addDuration(now, { hours: restHours }),
      checkCount: 0,
      closedAt: isOver ? (known?.closedAt ?? now) : null,
      updatedAt: now,
    }
  }

  private async insert(
    payment: Payment,
    { reference, money, openedAt }: GatewayDispute,
    changes: ReturnType<RecordDispute['changes']>
  ): Promise<Dispute> {
    const dispute: Dispute = {
      ...changes,
      id: derivedId(payment.id, reference),
      customerId: payment.customerId,
      paymentId: payment.id,
      gatewayId: payment.gatewayId,
      gatewayReference: reference,
      money,
      evidence: null,
      handedInAt: null,
      handedInBy: null,
      openedAt,
      createdAt: changes.updatedAt,
    }
    await insertDispute(dispute)
    return dispute
  }

  private async book(
    { id, gatewayId, money, fee }: Dispute,
    { before, books }: { before: Dispute | null; books: DisputeReconciliation['books'] }
  ): Promise<void> {
    if (books.length === 0) return
    const cash = chart.cash((await findGateway(gatewayId))!.driver)
    const entries = books.map((what): NewEntry => {
      switch (what) {
        case 'withheld':
          return { kind: 'dispute_withheld', causeId: id, postings: [debit(chart.chargebacks(), money), credit(cash, money)] } // prettier-ignore
        case 'given_back':
          return { kind: 'dispute_given_back', causeId: id, postings: [debit(cash, money), credit(chart.chargebacks(), money)] } // prettier-ignore
        case 'fee':
          return { kind: 'dispute_fee', causeId: id, postings: [debit(chart.gatewayFees(), fee!), credit(cash, fee!)] } // prettier-ignore
        case 'fee_given_back': {
          const returned = before!.fee!
          return { kind: 'dispute_fee_given_back', causeId: id, postings: [debit(cash, returned), credit(chart.gatewayFees(), returned)] } // prettier-ignore
        }
      }
    })
    await this.postEntries.execute(entries)
  }
}
