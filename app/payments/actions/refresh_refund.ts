import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RecordRefundAnswer } from '#app/payments/actions/record_refund_answer'
import { RecordRefundFailure } from '#app/payments/actions/record_refund_failure'
import type { Payment } from '#app/payments/domain/payment'
import { type Refund, refundKey } from '#app/payments/domain/refund'
import type { Capabilities, GatewayFailure, GatewayRefund, RefundCalls } from '#app/payments/drivers/contract'
import { driverNamed } from '#app/payments/drivers/registry'
import { findGateway } from '#app/payments/records/gateways'
import { findPayment } from '#app/payments/records/payments'
import { findRefund } from '#app/payments/records/refunds'

/** A refund as it stands after the gateway was asked. */
export interface RefreshedRefund {
  refund: Refund
  /** Why the gateway could not say anything; null when it did. */
  problem: GatewayFailure | null
}

/** So long before its time a key is not used again. */
const keyMarginMs = 3_600_000
/** How often a refund of which the gateway knows nothing is asked for before it is given up. */
const looksMax = 4

type Asked = Result<GatewayRefund | null, GatewayFailure>

export const neverMade: GatewayFailure = {
  type: 'declined',
  decline: { kind: 'never_created', code: 'never_created', message: 'The gateway knows nothing of this refund.', isHard: true },
  payment: null,
} // prettier-ignore

/**
 * Asks a gateway for a refund, with the same key however often, or where it stands: the one way from any interruption back to the truth.
 * Refunds another way have nobody to ask.
 */
@inject()
export class RefreshRefund {
  constructor(
    private clock: Clock,
    private recordAnswer: RecordRefundAnswer,
    private recordFailure: RecordRefundFailure
  ) {}

  async execute({ refundId }: { refundId: string }): Promise<Result<RefreshedRefund, 'refund_not_found'>> {
    const known = await inReadTransaction(async () => {
      const refund = await findRefund(refundId)
      if (!refund?.paymentId) return { refund, payment: null, gateway: null }
      const payment = (await findPayment(refund.paymentId))!
      return { refund, payment, gateway: (await findGateway(payment.gatewayId))! }
    })
    const { refund, payment, gateway } = known
    if (!refund) return err('refund_not_found')
    if (!payment || refund.status === 'awaiting_approval') return ok({ refund, problem: null })
    const { refunds } = openGateway(gateway, { kind: 'refund', id: refundId })
    if (!refunds) throw new Error(`Gateway ${gateway.id} gives nothing back, and refund ${refundId} is on it`)
    const { capabilities } = driverNamed(gateway.driver)
    return ok(await this.record(refund, await this.ask(refunds, { refund, payment, capabilities })))
  }

  private async record({ id: refundId }: Refund, asked: Asked): Promise<RefreshedRefund> {
    if (asked.ok && asked.value) {
      return { refund: await this.recordAnswer.execute({ refundId, answer: asked.value }), problem: null }
    }
    const failure = asked.ok ? neverMade : asked.error
    return { refund: await this.recordFailure.execute({ refundId, failure }), problem: failure }
  }

  /**
   * Without a reference it is made now, or it was made and the answer was lost: it is looked for in the list, or asked for again with the
   * same key where lists are late.
   */
  private async ask(calls: RefundCalls, { refund, payment, capabilities }: Known): Promise<Asked> {
    if (refund.gatewayReference) return calls.findRefund(refund.gatewayReference)
    const { lostAnswers, keysKeptHours } = capabilities
    const mayCreate = refund.pendingCall === 'create' && !this.isKeyOld(refund, keysKeptHours)
    const asksAgain = mayCreate && lostAnswers === 'asked_again'
    if ((refund.status === 'unknown' || !mayCreate) && !asksAgain) {
      const listed = await calls.listRefunds(payment.gatewayReference!)
      if (!listed.ok) return listed
      const found = listed.value.find(({ refundId }) => refundId === refund.id)
      if (found) return ok(found)
      if (!mayCreate || refund.checkCount >= looksMax) return ok(null)
    }
    return calls.refund({
      refundId: refund.id,
      paymentReference: payment.gatewayReference!,
      money: refund.money,
      note: null,
      marks: { tenant_id: currentTenant().id, payment_id: payment.id },
      idempotencyKey: refundKey(refund),
    })
  }

  private isKeyOld({ calledAt }: Refund, keysKeptHours: number): boolean {
    const keptMs = keysKeptHours * 3_600_000 - keyMarginMs
    return calledAt === null || this.clock.wall().getTime() - calledAt.getTime() > keptMs
  }
}

interface Known {
  refund: Refund
  payment: Payment
  capabilities: Capabilities
}
