import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { CallOffPayments } from '#app/payments/actions/call_off_payments'
import { RefreshPayment, type RefreshedPayment } from '#app/payments/actions/refresh_payment'
import type { Debt, DebtReference } from '#app/payments/domain/debt'
import { findOccupation, isWaiting, mayMoveMoney } from '#app/payments/domain/occupation'
import { newPayment, type Consent, type Payment } from '#app/payments/domain/payment'
import { type BelowSmallestCharge, driverNamed, findTooSmall } from '#app/payments/drivers/registry'
import { hasMoneyOnItsWay, lockDebt } from '#app/payments/records/debts'
import { listGatewayRows } from '#app/payments/records/gateways'
import { findMethod, type SavedMethod } from '#app/payments/records/methods'
import { insertParts } from '#app/payments/records/payment_parts'
import {
  findPaymentByRequest,
  insertPayment,
  lockOpenPayments,
  updatePayment,
} from '#app/payments/records/payments'

export interface BeginPaymentInput {
  debt: DebtReference
  /** Who asks: only their own debts are found. */
  customerId: string
  /** A saved card; without one the customer enters a card in the gateway's form. */
  paymentMethodId?: string | null
  /** Which gateway to pay at; a saved method brings its own. The one that was begun with, or the first, when left out. */
  gatewayId?: string | null
  /** What the customer agreed to when the card is to be kept; null when it is not. */
  consent?: Omit<Consent, 'at'> | null
  /** Made up by whoever asks (a UUID): the same key gets the payment it began, whatever became of that. */
  requestKey?: string | null
}

export type BeginPaymentError =
  | { type: 'debt_not_found' }
  | { type: 'not_payable' }
  /** Money may be moving already for one of the same invoices. */
  | { type: 'payment_under_way' }
  | { type: 'method_not_found' }
  /** What was chosen is not connected, or takes no payments at present. */
  | { type: 'gateway_not_found' }
  | { type: 'no_gateway' }
  | { type: 'gateway_unavailable' }
  | BelowSmallestCharge

/** What was begun before and must be called off first. */
export interface ObsoletePayments {
  type: 'obsolete'
  payments: Payment[]
}

/**
 * Begins a payment while its customer is there. A second click, a second tab or a return to the page gets the payment that was begun,
 * never another one.
 */
@inject()
export class BeginPayment {
  constructor(
    private clock: Clock,
    private refresh: RefreshPayment,
    private callOff: CallOffPayments
  ) {}

  async execute(input: BeginPaymentInput): Promise<Result<RefreshedPayment, BeginPaymentError>> {
    const begun = await this.findOrInsert(input)
    return begun.ok ? this.proceed(begun.value) : begun
  }

  /** Makes the call to the gateway. Outside of any transaction. */
  async proceed({ id }: Payment): Promise<Result<RefreshedPayment, BeginPaymentError>> {
    const refreshed = await this.refresh.execute({ paymentId: id })
    if (!refreshed.ok) return err({ type: 'debt_not_found' })
    const { payment, problem } = refreshed.value
    if (payment.failure?.kind === 'misconfigured') return err({ type: 'gateway_unavailable' })
    // A saved method may have been charged, or is going to be: what to say is not that paying is impossible.
    if (problem && payment.paymentMethodId && mayMoveMoney(payment)) return err({ type: 'payment_under_way' })
    return problem && !payment.gatewayReference ? err({ type: 'gateway_unavailable' }) : refreshed
  }

  private async findOrInsert(input: BeginPaymentInput): Promise<Result<Payment, BeginPaymentError>> {
    const first = await inTransaction(() => this.reserve(input))
    if (first.ok || first.error.type !== 'obsolete') return withoutObsolete(first)
    // Another card or another amount: what was begun is called off first, and what became of it decides.
    await this.callOff.execute(first.error.payments)
    return withoutObsolete(await inTransaction(() => this.reserve(input)))
  }

  /**
   * Writes the intent, or finds the payment that was begun. Part of the caller's transaction; nothing is asked of the gateway until
   * {@link proceed}. What is obsolete has to be called off before it is tried again.
   */
  async reserve(input: BeginPaymentInput): Promise<Result<Payment, BeginPaymentError | ObsoletePayments>> {
    const { customerId, requestKey, paymentMethodId, gatewayId = null } = input
    const debt = await lockDebt(input.debt, this.clock)
    if (!debt || debt.customerId !== customerId) return err({ type: 'debt_not_found' })
    const repeated = requestKey ? await findPaymentByRequest(customerId, requestKey) : null
    if (repeated) return ok(repeated)
    if (!debt.isPayable) return err({ type: 'not_payable' })
    const method = paymentMethodId ? await findMethod(paymentMethodId) : null
    if (paymentMethodId && !isUsable(method, debt)) return err({ type: 'method_not_found' })

    const way = { methodId: method?.id ?? null, gatewayId: method?.gatewayId ?? gatewayId }
    const occupation = findOccupation(await lockOpenPayments(debt), debt, way)
    switch (occupation.type) {
      case 'begun':
        return ok(await this.comeBackTo(occupation.payment))
      case 'obsolete':
        return err(occupation)
      case 'taken':
        return err({ type: 'payment_under_way' })
      case 'free':
        if (await hasMoneyOnItsWay(debt)) return err({ type: 'not_payable' })
        return this.insert(input, debt, method)
    }
  }

  /** A customer who is there again is left in peace again: no renewal takes the place of what they are doing. */
  private async comeBackTo(payment: Payment): Promise<Payment> {
    return isWaiting(payment) ? updatePayment(payment, { updatedAt: this.clock.now() }) : payment
  }

  private async insert(
    input: BeginPaymentInput,
    debt: Debt,
    method: SavedMethod | null
  ): Promise<Result<Payment, BeginPaymentError>> {
    const chosen = method?.gatewayId ?? input.gatewayId
    const gateway = (await listGatewayRows()).find(
      ({ id, status, driver }) =>
        status === 'active' &&
        (!chosen || id === chosen) &&
        driverNamed(driver).takesCurrency(debt.money.currency)
    )
    if (!gateway) return err({ type: input.gatewayId && !method ? 'gateway_not_found' : 'no_gateway' })
    const tooSmall = findTooSmall(gateway.driver, debt.money)
    if (tooSmall) return err(tooSmall)
    const { capabilities } = driverNamed(gateway.driver)
    const now = this.clock.now()
    const payment = newPayment({
      id: newId(),
      debt,
      gatewayId: gateway.id,
      paymentMethodId: method?.id ?? null,
      // Room was kept before: where money cannot be held, it is taken now and kept for the order's invoice.
      capture: debt.kind === 'order' && capabilities.delayedCapture ? 'manual' : 'automatic',
      isOffSession: false,
      consent:
        input.consent && capabilities.savedMethods ? { ...input.consent, at: now.toISOString() } : null,
      requestKey: input.requestKey ?? null,
      now,
      nextCheckAt: addDuration(now, { minutes: 1 }),
    })
    await insertPayment(payment)
    if (debt.kind === 'bundle') await insertParts(payment.id, debt.parts)
    return ok(payment)
  }
}

/** What could not be called off, because the gateway is away or the bank was quicker, is the payment that there is. */
function withoutObsolete(
  reserved: Result<Payment, BeginPaymentError | ObsoletePayments>
): Result<Payment, BeginPaymentError> {
  if (reserved.ok) return reserved
  const { error } = reserved
  return error.type === 'obsolete' ? err({ type: 'payment_under_way' }) : err(error)
}

function isUsable(method: SavedMethod | null, debt: Debt): boolean {
  return method !== null && method.customerId === debt.customerId && method.status === 'active'
}
