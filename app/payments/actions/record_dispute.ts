import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { derivedId } from '#app/shared/ids'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { chart, credit, debit, type NewEntry, PostEntries } from '#app/ledger/index'
import { toDisputeFact } from '#app/payments/actions/announce_dispute'
import { WarnOfPayment } from '#app/payments/actions/warn_of_payment'
import {
  type Dispute,
  type DisputeReconciliation,
  explainsReversal,
  hoursUntilAsked,
  isDisputeOver,
  reconcileDispute,
  reconcileReversed,
} from '#app/payments/domain/dispute'
import type { GatewayDispute } from '#app/payments/domain/gateway_values'
import type { Payment } from '#app/payments/domain/payment'
import {
  findDisputeAtGateway,
  insertDispute,
  lockDispute,
  lockDisputesOf,
  updateDispute,
} from '#app/payments/records/disputes'
import { findGateway } from '#app/payments/records/gateways'
import { lockPayment } from '#app/payments/records/payments'

/**
 * Takes down what a gateway says about a dispute. What it took back, gave back and charged for it is booked in the same transaction in
 * which the dispute says so, each once.
 */
@inject()
export class RecordDispute {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private warn: WarnOfPayment,
    private events: EventLog
  ) {}

  execute({ paymentId, answer }: { paymentId: string; answer: GatewayDispute }): Promise<Dispute> {
    return inTransaction(async () => {
      const payment = (await lockPayment(paymentId))!
      const found = await findDisputeAtGateway(payment.gatewayId, answer.reference)
      const known = found && (await lockDispute(found.id))
      if (known && known.paymentId !== paymentId)
        throw new Error(`Dispute ${known.id} is on another payment than ${paymentId}`)
      const reversal = known ? null : await findReversalBehind(payment, answer)
      if (reversal) {
        const decision = reconcileReversed(reversal, answer)
        return this.write(payment, { known: reversal, answer, decision })
      }
      return this.write(payment, { known, answer, decision: reconcileDispute(known, answer) })
    })
  }

  /**
   * Takes down money that the gateway took back by itself, named by its movement. Where somebody had only asked about so much, their
   * inquiry is a dispute now; otherwise it is a dispute that is lost.
   */
  takeBack({ paymentId, answer }: { paymentId: string; answer: GatewayDispute }): Promise<Dispute> {
    return inTransaction(async () => {
      const payment = (await lockPayment(paymentId))!
      const disputes = await lockDisputesOf(paymentId)
      const known = disputes.find(({ reversalReference }) => reversalReference === answer.reference)
      if (known) return known
      const asked = disputes.find(
        ({ status, isWithheld, money }) =>
          !isDisputeOver(status) && !isWithheld && money.amount === answer.money.amount
      )
      const told: GatewayDispute = asked
        ? { ...answer, state: 'needs_response', reason: asked.reason, code: asked.code, reference: asked.gatewayReference }
        : answer
      const decision = reconcileDispute(asked ?? null, told)
      return this.write(payment, { known: asked ?? null, answer: told, decision, reversalReference: answer.reference })
    })
  } // prettier-ignore

  /** What was decided, its bookings and what is told of it, in one transaction. */
  private async write(
    payment: Payment,
    { known, answer, decision, reversalReference }: Written
  ): Promise<Dispute> {
    const changes = {
      ...this.changes(known, answer, decision),
      gatewayReference: answer.reference,
      reversalReference: reversalReference ?? known?.reversalReference ?? null,
    }
    const dispute = known ? await updateDispute(known, changes) : await this.insert(payment, answer, changes)
    await this.book(dispute, { before: known, books: decision.books })
    await this.events.record(decision.news.map((item) => toDisputeFact(dispute, item, payment)))
    return dispute
  }

  private changes(known: Dispute | null, answer: GatewayDispute, decision: DisputeReconciliation) {
    const now = this.clock.now()
    const { status, isWithheld, isAnswered, isAppeal, fee } = decision
    const isAppealOpened = decision.news.includes('appeal_opened')
    const isOver = isDisputeOver(status)
    const closedAt = isOver ? (known?.closedAt ?? now) : null
    const hours = hoursUntilAsked({ status, isAppeal, closedAt }, now)
    return {
      status,
      isWithheld,
      isAnswered,
      isAppeal,
      fee,
      reason: answer.reason,
      code: answer.code,
      respondBy: answer.respondBy ?? known?.respondBy ?? null,
      pendingCall: isOver || isAnswered ? null : (known?.pendingCall ?? null),
      problem: null,
      // What was handed in before does not answer an appeal.
      handedInAt: isAppealOpened ? null : (known?.handedInAt ?? null),
      handedInBy: isAppealOpened ? null : (known?.handedInBy ?? null),
      nextCheckAt: hours === null ? null : addDuration(now, { hours }),
      checkCount: 0,
      closedAt,
      updatedAt: now,
    }
  }

  private async insert(
    payment: Payment,
    { reference, money, openedAt }: GatewayDispute,
    changes: ReturnType<RecordDispute['changes']> & Pick<Dispute, 'gatewayReference' | 'reversalReference'>
  ): Promise<Dispute> {
    const dispute: Dispute = {
      ...changes,
      id: derivedId(payment.id, reference),
      customerId: payment.customerId,
      paymentId: payment.id,
      gatewayId: payment.gatewayId,
      money,
      lossTreatment: null,
      passedOn: 0n,
      evidence: null,
      openedAt,
      createdAt: changes.updatedAt,
    }
    await insertDispute(dispute)
    await this.warn.close(payment, { status: 'disputed' })
    return dispute
  }

  private async book(
    { id, gatewayId, money, fee }: Dispute,
    { before, books }: { before: Dispute | null; books: DisputeReconciliation['books'] }
  ): Promise<void> {
    if (books.length === 0) return
    const cash = chart.cash((await findGateway(gatewayId))!.ledgerCode)
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

interface Written {
  known: Dispute | null
  answer: GatewayDispute
  decision: DisputeReconciliation
  /** Of the movement by which the money went without a dispute. */
  reversalReference?: string
}

/** Money that went before the dispute about it was opened: its record becomes that of the dispute. */
async function findReversalBehind(payment: Payment, { money }: GatewayDispute): Promise<Dispute | null> {
  const captured = payment.capturedAmount
  const explains = ({ isWithheld, reversalReference, gatewayReference, money: reversed }: Dispute) =>
    isWithheld &&
    reversalReference === gatewayReference &&
    explainsReversal({ reversed: reversed.amount, disputed: money.amount, captured })
  return (await lockDisputesOf(payment.id)).find(explains) ?? null
}
