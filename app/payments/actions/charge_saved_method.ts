import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import type { Money } from '#app/shared/money/money'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { CallOffPayments } from '#app/payments/actions/call_off_payments'
import { RefreshPayment, type RefreshedPayment } from '#app/payments/actions/refresh_payment'
import type { Debt, DebtPart } from '#app/payments/domain/debt'
import { isForSame, isWaiting, type OpenPayment } from '#app/payments/domain/occupation'
import { newPayment, type Payment } from '#app/payments/domain/payment'
import { type BelowSmallestCharge, findTooSmall } from '#app/payments/drivers/registry'
import { hasMoneyOnItsWay, lockDebt } from '#app/payments/records/debts'
import { findGateway } from '#app/payments/records/gateways'
import { listActiveMethods, type SavedMethod } from '#app/payments/records/methods'
import { insertParts } from '#app/payments/records/payment_parts'
import { findPaymentByRequest, insertPayment, lockOpenPayments } from '#app/payments/records/payments'

export interface ChargeSavedMethodInput {
  debt:
    | { kind: 'invoice'; id: string }
    | { kind: 'bundle'; parts: readonly DebtPart[] }
    | { kind: 'top_up'; customerId: string; money: Money }
  /** Which saved method; the default one when left out. */
  paymentMethodId?: string | null
  /** Made up by whoever asks: the same key gets the charge it began. */
  requestKey?: string | null
  /** Which try to collect the invoice it is part of. */
  collectionStep?: number | null
}

export type ChargeSavedMethodError =
  | { type: 'invoice_not_found' }
  | { type: 'not_payable' }
  | { type: 'no_method' }
  | { type: 'no_gateway' }
  | BelowSmallestCharge
  /** A payment of this invoice is under way; its end is announced like any other. */
  | { type: 'payment_in_progress'; payment: Payment }
  /** The bank wants the customer; charging the same card again cannot help. */
  | { type: 'action_required'; payment: Payment }

/** A customer who began to pay and went away: theirs is called off for ours. */
export interface AbandonedPayments {
  type: 'abandoned'
  payments: Payment[]
}

/** How long a customer who began to pay is left in peace. */
const patienceMinutes = 15

/** Charges what is due on one invoice, or on several, to a saved card of its customer, who is not there. */
@inject()
export class ChargeSavedMethod {
  constructor(
    private clock: Clock,
    private refresh: RefreshPayment,
    private callOff: CallOffPayments
  ) {}

  async execute(input: ChargeSavedMethodInput): Promise<Result<RefreshedPayment, ChargeSavedMethodError>> {
    let begun = await inTransaction(() => this.reserve(input))
    if (!begun.ok && begun.error.type === 'abandoned') {
      await this.callOff.execute(begun.error.payments)
      begun = await inTransaction(() => this.reserve(input))
    }
    return begun.ok ? this.proceed(begun.value) : err(withoutAbandoned(begun.error))
  }

  /** Makes the call to the gateway. Outside of any transaction. */
  async proceed({ id }: Payment): Promise<Result<RefreshedPayment, ChargeSavedMethodError>> {
    const refreshed = await this.refresh.execute({ paymentId: id })
    return refreshed.ok ? refreshed : err({ type: 'invoice_not_found' })
  }

  /** Writes the intent. Part of the caller's transaction; nothing is asked of the gateway until {@link proceed}. */
  async reserve({
    debt: reference,
    paymentMethodId = null,
    requestKey = null,
    collectionStep = null,
  }: ChargeSavedMethodInput): Promise<Result<Payment, ChargeSavedMethodError | AbandonedPayments>> {
    const debt = await lockDebt(reference, this.clock)
    if (!debt) return err({ type: 'invoice_not_found' })
    const repeated = requestKey ? await findPaymentByRequest(debt.customerId, requestKey) : null
    if (repeated) return ok(repeated)
    if (!debt.isPayable) return err({ type: 'not_payable' })
    const methods = await listActiveMethods(debt.customerId)
    const method = paymentMethodId ? methods.find(({ id }) => id === paymentMethodId) : methods[0]
    if (!method) return err({ type: 'no_method' })
    const open = await lockOpenPayments(debt)
    if (open.length > 0) return err(this.makeWay(open, debt, method))
    if (await hasMoneyOnItsWay(debt)) return err({ type: 'not_payable' })
    return this.insert(debt, method, { requestKey, collectionStep })
  }

  private async insert(
    debt: Debt,
    method: SavedMethod,
    { requestKey, collectionStep }: { requestKey: string | null; collectionStep: number | null }
  ): Promise<Result<Payment, ChargeSavedMethodError>> {
    const gateway = await findGateway(method.gatewayId)
    if (gateway?.status !== 'active') return err({ type: 'no_gateway' })
    const tooSmall = findTooSmall(gateway.driver, debt.money)
    if (tooSmall) return err(tooSmall)
    const now = this.clock.now()
    const payment = newPayment({
      id: newId(),
      debt,
      gatewayId: gateway.id,
      paymentMethodId: method.id,
      capture: 'automatic',
      isOffSession: true,
      consent: null,
      requestKey,
      collectionStep,
      now,
      nextCheckAt: addDuration(now, { minutes: 1 }),
    })
    await insertPayment(payment)
    if (debt.kind === 'bundle') await insertParts(payment.id, debt.parts)
    return ok(payment)
  }

  /** Whether payments that occupy the debt may be called off for a charge of this card. */
  private makeWay(
    open: readonly OpenPayment[],
    debt: Debt,
    method: SavedMethod
  ): ChargeSavedMethodError | AbandonedPayments {
    for (const { payment, parts } of open) {
      if (!isWaiting(payment)) return { type: 'payment_in_progress', payment }
      const isSame = isForSame({ payment, parts }, debt)
      if (payment.isOffSession && payment.paymentMethodId === method.id && isSame) {
        return { type: 'action_required', payment }
      }
      const isFresh = addDuration(payment.updatedAt, { minutes: patienceMinutes }) > this.clock.now()
      if (isFresh && !payment.isOffSession) return { type: 'payment_in_progress', payment }
    }
    return { type: 'abandoned', payments: open.map(({ payment }) => payment) }
  }
}

/** What could not be called off is the payment that there is. */
export function withoutAbandoned(error: ChargeSavedMethodError | AbandonedPayments): ChargeSavedMethodError {
  return error.type === 'abandoned' ? { type: 'payment_in_progress', payment: error.payments[0]! } : error
}
