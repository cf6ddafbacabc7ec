import { inject } from '@adonisjs/core'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import type { Dispute, LossTreatment } from '#app/payments/domain/dispute'
import { disputeLossPassedOn, disputeLossTakenBack } from '#app/payments/events'
import { updateDispute } from '#app/payments/records/disputes'

/** Notes on a dispute what became of its loss. Part of the transaction of billing, which has locked the dispute and books it. */
@inject()
export class MarkLoss {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @param amount what is no loss of ours any more, in minor units; above zero */
  async passOn(
    dispute: Dispute,
    told: {
      treatment: LossTreatment
      amount: bigint
      invoices: { invoiceId: string; reference: string; amount: string }[]
    }
  ): Promise<Dispute> {
    const { treatment, amount, invoices } = told
    const updatedAt = this.clock.now()
    const changed = await updateDispute(dispute, { lossTreatment: treatment, passedOn: amount, updatedAt })
    const data = { ...basicsOf(dispute), treatment, amount: `${amount}`, invoices }
    await this.events.record([fact(disputeLossPassedOn, ...about(dispute, data))])
    return changed
  }

  /** It was won after all. */
  async takeBack(dispute: Dispute): Promise<Dispute> {
    const updatedAt = this.clock.now()
    const changed = await updateDispute(dispute, { lossTreatment: null, passedOn: 0n, updatedAt })
    const data = { ...basicsOf(dispute), amount: `${dispute.passedOn}` }
    await this.events.record([fact(disputeLossTakenBack, ...about(dispute, data))])
    return changed
  }
}

function basicsOf({ id: disputeId, paymentId, money }: Dispute) {
  return { disputeId, paymentId, currency: money.currency }
}

function about<Data>({ id, customerId }: Dispute, data: Data) {
  return [
    { kind: 'dispute', id },
    { customerId, data },
  ] as const
}
