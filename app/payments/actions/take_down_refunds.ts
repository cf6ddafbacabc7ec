import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { derivedId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RecordRefundAnswer } from '#app/payments/actions/record_refund_answer'
import { RefreshRefund } from '#app/payments/actions/refresh_refund'
import type { GatewayRefund } from '#app/payments/domain/gateway_values'
import type { Payment } from '#app/payments/domain/payment'
import { isRefundOpen, newRefund, type Refund } from '#app/payments/domain/refund'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { isWithheld } from '#app/payments/records/disputes'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { findPayment, findPaymentAtGateway, lockPayment } from '#app/payments/records/payments'
import { findRefundAtGateway, insertRefund, listRefundsOfPayment } from '#app/payments/records/refunds'

/**
 * Looks up what went back on a payment at its gateway and takes down what we do not know: refunds that somebody made in the gateway's own
 * pages. Each is booked once.
 */
@inject()
export class TakeDownRefunds {
  constructor(
    private clock: Clock,
    private refresh: RefreshRefund,
    private recordAnswer: RecordRefundAnswer
  ) {}

  /** @returns how many were new */
  async execute({ paymentId }: { paymentId: string }): Promise<Result<number, GatewayFailure>> {
    const known = await inReadTransaction(async () => {
      const payment = (await findPayment(paymentId))!
      const gateway = (await findGateway(payment.gatewayId))!
      return { payment, gateway, own: await listRefundsOfPayment(paymentId) }
    })
    const { refunds } = openGateway(known.gateway, { kind: 'payment', id: paymentId })
    if (!refunds || !known.payment.gatewayReference) return ok(0)
    await this.refreshOwn(known.own)
    const listed = await refunds.listRefunds(known.payment.gatewayReference)
    if (!listed.ok) return listed
    let count = 0
    for (const answer of listed.value) if (await this.takeDown(known.payment, answer)) count += 1
    return ok(count)
  }

  /**
   * Follows a message about a refund: ours by its reference or id, otherwise whatever went back on the payment that it belongs to.
   * @returns whether it is about anything of ours
   */
  async follow(
    gateway: Gateway,
    known: { reference: string; id: string | null }
  ): Promise<Result<boolean, GatewayFailure>> {
    const refund = await inReadTransaction(() => findRefundAtGateway(gateway.id, known))
    if (refund) {
      const refreshed = await this.refresh.execute({ refundId: refund.id })
      return refreshed.ok && refreshed.value.problem ? err(refreshed.value.problem) : ok(true)
    }
    const payment = await this.findPaymentOf(gateway, known.reference)
    if (!payment.ok || !payment.value) return payment.ok ? ok(false) : payment
    const taken = await this.execute({ paymentId: payment.value.id })
    return taken.ok ? ok(true) : taken
  }

  /** The message named the payment itself, or a refund that the gateway can tell the payment of. */
  private async findPaymentOf(
    gateway: Gateway,
    reference: string
  ): Promise<Result<Payment | null, GatewayFailure>> {
    const find = (of: string) => inReadTransaction(() => findPaymentAtGateway(gateway.id, { reference: of, id: null })) // prettier-ignore
    const named = await find(reference)
    const { refunds } = openGateway(gateway, { kind: 'gateway', id: gateway.id })
    if (named || !refunds) return ok(named)
    const asked = await refunds.findRefund(reference)
    if (!asked.ok) return asked
    return ok(asked.value ? await find(asked.value.paymentReference) : null)
  }

  /** Ours may be on their way, and refused because of what was made there: that has to be known first, or both would be too much. */
  private async refreshOwn(own: Refund[]): Promise<void> {
    for (const { id, status } of own) if (isRefundOpen(status)) await this.refresh.execute({ refundId: id })
  }

  private takeDown({ id: paymentId }: Payment, answer: GatewayRefund): Promise<boolean> {
    return inTransaction(async () => {
      const payment = (await lockPayment(paymentId))!
      const known = await findRefundAtGateway(payment.gatewayId, { reference: answer.reference, id: answer.refundId }) // prettier-ignore
      if (!known && (answer.state === 'failed' || answer.state === 'cancelled')) return false
      // What a dispute took back, some gateways show among the refunds as well; it is booked by the dispute.
      if (!known && (await isWithheld(payment.id, answer.money.amount))) return false
      const refundId = known?.id ?? (await this.insert(payment, answer))
      await this.recordAnswer.execute({ refundId, answer: { ...answer, refundId: null } })
      return !known
    })
  }

  private async insert(payment: Payment, { reference, money }: GatewayRefund): Promise<string> {
    const id = derivedId(payment.id, reference)
    await insertRefund(
      newRefund({
        id,
        customerId: payment.customerId,
        way: 'source',
        paymentId: payment.id,
        gatewayId: payment.gatewayId,
        origin: 'gateway',
        money,
        invoiceId: payment.invoiceId,
        wish: null,
        creditNoteId: null,
        reason: `Refunded at the gateway (${reference})`.slice(0, 500),
        status: 'created',
        requestedBy: null,
        requestKey: null,
        now: this.clock.now(),
      })
    )
    return id
  }
}
