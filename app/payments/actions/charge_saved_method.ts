import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { CancelPayment } from '#app/payments/actions/cancel_payment'
import { RefreshPayment, type RefreshedPayment } from '#app/payments/actions/refresh_payment'
import { newPayment, type Payment } from '#app/payments/domain/payment'
import { lockDebt } from '#app/payments/records/debts'
import { findGateway } from '#app/payments/records/gateways'
import { listActiveMethods, type SavedMethod } from '#app/payments/records/methods'
import { insertPayment, lockOpenPayment } from '#app/payments/records/payments'

export type ChargeSavedMethodError =
  | { type: 'invoice_not_found' }
  | { type: 'not_payable' }
  | { type: 'no_method' }
  | { type: 'no_gateway' }
  /** A payment of this invoice is under way; its end is announced like any other. */
  | { type: 'payment_in_progress'; payment: Payment }
  /** The bank wants the customer; charging the same card again cannot help. */
  | { type: 'action_required'; payment: Payment }

/** How long a customer who began to pay is left in peace. */
const patienceMinutes = 15

/** Charges what is due on an invoice to the saved card of its customer, who is not there. */
@inject()
export class ChargeSavedMethod {
  constructor(
    private clock: Clock,
    private refresh: RefreshPayment,
    private cancel: CancelPayment
  ) {}

  async execute({
    invoiceId,
  }: {
    invoiceId: string
  }): Promise<Result<RefreshedPayment, ChargeSavedMethodError>> {
    let begun = await inTransaction(() => this.begin(invoiceId))
    if (!begun.ok && begun.error.type === 'abandoned') {
      const { payment } = begun.error
      await this.cancel.execute({ paymentId: payment.id })
      await this.refresh.execute({ paymentId: payment.id })
      begun = await inTransaction(() => this.begin(invoiceId))
    }
    if (!begun.ok) {
      const { error } = begun
      return err(error.type === 'abandoned' ? { type: 'payment_in_progress', payment: error.payment } : error)
    }
    const refreshed = await this.refresh.execute({ paymentId: begun.value.id })
    return refreshed.ok ? refreshed : err({ type: 'invoice_not_found' })
  }

  private async begin(
    invoiceId: string
  ): Promise<Result<Payment, ChargeSavedMethodError | { type: 'abandoned'; payment: Payment }>> {
    const debt = await lockDebt({ kind: 'invoice', id: invoiceId })
    if (!debt) return err({ type: 'invoice_not_found' })
    if (!debt.isPayable) return err({ type: 'not_payable' })
    const [method] = await listActiveMethods(debt.customerId)
    if (!method) return err({ type: 'no_method' })
    const open = await lockOpenPayment(debt)
    if (open) return this.makeWay(open, method)
    const gateway = await findGateway(method.gatewayId)
    if (gateway?.status !== 'active') return err({ type: 'no_gateway' })

    const now = this.clock.now()
    const payment = newPayment({
      id: newId(),
      debt,
      gatewayId: gateway.id,
      paymentMethodId: method.id,
      capture: 'automatic',
      isOffSession: true,
      consent: null,
      now,
      nextCheckAt: addDuration(now, { minutes: 1 }),
    })
    await insertPayment(payment)
    return ok(payment)
  }

  /** Whether a payment that occupies the invoice may be called off for a charge of this card. */
  private makeWay(open: Payment, method: SavedMethod) {
    const isWaiting =
      (open.status === 'created' || open.status === 'action_required') && open.pendingCall === null
    if (!isWaiting) return err({ type: 'payment_in_progress' as const, payment: open })
    if (open.isOffSession && open.paymentMethodId === method.id) {
      return err({ type: 'action_required' as const, payment: open })
    }
    const isFresh = addDuration(open.updatedAt, { minutes: patienceMinutes }) > this.clock.now()
    if (isFresh && !open.isOffSession) return err({ type: 'payment_in_progress' as const, payment: open })
    return err({ type: 'abandoned' as const, payment: open })
  }
}
