import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { CancelPayment } from '#app/payments/actions/cancel_payment'
import { RefreshPayment, type RefreshedPayment } from '#app/payments/actions/refresh_payment'
import type { Debt } from '#app/payments/domain/debt'
import { newPayment, type Consent, type Payment } from '#app/payments/domain/payment'
import { lockDebt } from '#app/payments/records/debts'
import { listGatewayRows } from '#app/payments/records/gateways'
import { findMethod, type SavedMethod } from '#app/payments/records/methods'
import { insertPayment, lockOpenPayment } from '#app/payments/records/payments'

export interface BeginPaymentInput {
  debt: Pick<Debt, 'kind' | 'id'>
  /** Who asks: only their own debts are found. */
  customerId: string
  /** A saved card; without one the customer enters a card in the gateway's form. */
  paymentMethodId?: string | null
  /** What the customer agreed to when the card is to be kept; null when it is not. */
  consent?: Omit<Consent, 'at'> | null
}

export type BeginPaymentError =
  | { type: 'debt_not_found' }
  | { type: 'not_payable' }
  | { type: 'method_not_found' }
  | { type: 'no_gateway' }
  | { type: 'gateway_unavailable' }

/**
 * Begins the payment of an order or an invoice while its customer is there. A second click, a second tab or a return to the page
 * gets the payment that was begun, never another one.
 */
@inject()
export class BeginPayment {
  constructor(
    private clock: Clock,
    private refresh: RefreshPayment,
    private cancel: CancelPayment
  ) {}

  async execute(input: BeginPaymentInput): Promise<Result<RefreshedPayment, BeginPaymentError>> {
    const begun = await this.findOrInsert(input)
    if (!begun.ok) return begun
    const refreshed = await this.refresh.execute({ paymentId: begun.value.id })
    if (!refreshed.ok) return err({ type: 'debt_not_found' })
    const { payment, problem } = refreshed.value
    if (payment.failure?.kind === 'misconfigured') return err({ type: 'gateway_unavailable' })
    return problem && !payment.gatewayReference ? err({ type: 'gateway_unavailable' }) : refreshed
  }

  private async findOrInsert(input: BeginPaymentInput): Promise<Result<Payment, BeginPaymentError>> {
    const open = await inTransaction(() => this.lockAndDecide(input))
    if (!open.ok || !open.value.isObsolete) return open.ok ? ok(open.value.payment) : open
    // Another card or another amount: what was begun is called off first, and what became of it decides.
    await this.cancel.execute({ paymentId: open.value.payment.id })
    await this.refresh.execute({ paymentId: open.value.payment.id })
    const again = await inTransaction(() => this.lockAndDecide(input))
    return again.ok ? ok(again.value.payment) : again
  }

  private async lockAndDecide(
    input: BeginPaymentInput
  ): Promise<Result<{ payment: Payment; isObsolete: boolean }, BeginPaymentError>> {
    const debt = await lockDebt(input.debt)
    if (!debt || debt.customerId !== input.customerId) return err({ type: 'debt_not_found' })
    if (!debt.isPayable) return err({ type: 'not_payable' })
    const method = input.paymentMethodId ? await findMethod(input.paymentMethodId) : null
    if (input.paymentMethodId && !isUsable(method, debt)) return err({ type: 'method_not_found' })

    const open = await lockOpenPayment(debt)
    if (open) return ok({ payment: open, isObsolete: isObsolete(open, debt, method) })

    const gateway = (await listGatewayRows()).find(
      ({ id, status }) => status === 'active' && (!method || id === method.gatewayId)
    )
    if (!gateway) return err({ type: 'no_gateway' })
    const now = this.clock.now()
    const payment = newPayment({
      id: newId(),
      debt,
      gatewayId: gateway.id,
      paymentMethodId: method?.id ?? null,
      capture: debt.kind === 'order' ? 'manual' : 'automatic',
      isOffSession: false,
      consent: input.consent ? { ...input.consent, at: now.toISOString() } : null,
      now,
      nextCheckAt: addDuration(now, { minutes: 1 }),
    })
    await insertPayment(payment)
    return ok({ payment, isObsolete: false })
  }
}

function isUsable(method: SavedMethod | null, debt: Debt): boolean {
  return method !== null && method.customerId === debt.customerId && method.status === 'active'
}

/** Whether what was begun no longer fits what is asked for, and nothing has been decided by the bank yet. */
function isObsolete(open: Payment, debt: Debt, method: SavedMethod | null): boolean {
  if (open.status !== 'created' && open.status !== 'action_required') return false
  const otherMethod = method !== null && open.paymentMethodId !== method.id
  return otherMethod || open.money.amount !== debt.money.amount || open.money.currency !== debt.money.currency
}
