import { inject } from '@adonisjs/core'
import { findCustomer } from '#app/customers/index'
import { PostEntries } from '#app/ledger/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { derivedId, newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type { DebtPart } from '#app/payments/index'
import { ApplyMoney } from '#app/billing/actions/apply_money'
import { bookReceivedPayment } from '#app/billing/domain/bookings'
import { planPayment, type PayPlanRefusal } from '#app/billing/domain/pay_together'
import {
  findReceivedOnRefusal,
  type ReceivedMethod,
  type ReceivedOnRefusal,
  type ReceivedPayment,
} from '#app/billing/domain/received_payment'
import { receivedPaymentRecorded } from '#app/billing/events'
import { findPaymentsUnderWay, listOpenInvoiceIds, lockInvoicesOf } from '#app/billing/records/invoices'
import { insertReceivedPayment, setAppliedAmount } from '#app/billing/records/received_payments'

export interface RecordReceivedPaymentInput {
  customerId: string
  method: ReceivedMethod
  /** In minor units of the customer's currency. */
  amount: bigint
  receivedOn: CalendarDate
  reference: string
  note: string | null
  /** What it is for; null for whatever is open, what was due first first; nothing leaves it on the balance. */
  invoiceIds: readonly string[] | null
  /** The movement on the bank account behind it, which is booked once. */
  bankMovementId?: string
}

export type RecordReceivedPaymentError =
  | { type: 'customer_not_found' | 'already_recorded' | 'payment_under_way' }
  | ReceivedOnRefusal
  | PayPlanRefusal

/**
 * Records money that came in beside the gateways (a bank transfer, cash, a cheque), books it for its customer and pays invoices with it,
 * what was due first first. What is too much stays on the customer balance.
 */
@inject()
export class RecordReceivedPayment {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private applyMoney: ApplyMoney,
    private events: EventLog
  ) {}

  execute(input: RecordReceivedPaymentInput): Promise<Result<ReceivedPayment, RecordReceivedPaymentError>> {
    return inTransaction(async () => {
      const customer = await findCustomer(input.customerId)
      if (!customer) return err({ type: 'customer_not_found' })
      const now = this.clock.now()
      const refusal = findReceivedOnRefusal(input.receivedOn, dateIn(currentTenant().timeZone, now))
      if (refusal) return err(refusal)
      const parts = await this.planParts(input, customer.currency)
      if (!parts.ok) return parts

      const { customerId, method, receivedOn, reference, note } = input
      const received: ReceivedPayment = {
        ...{ id: newId(), customerId, method, receivedOn, reference, note },
        money: { amount: input.amount, currency: customer.currency },
        appliedAmount: parts.value.reduce((sum, { amount }) => sum + amount, 0n),
        recordedAt: now,
        bankMovementId: input.bankMovementId ?? null,
        reversedAt: null,
      }
      if (!(await insertReceivedPayment(received))) return err({ type: 'already_recorded' })
      await this.postEntries.execute([bookReceivedPayment(received)])
      const appliedAmount = await this.apply(received.id, parts.value)
      if (appliedAmount !== received.appliedAmount) await setAppliedAmount(received.id, appliedAmount)
      await this.announce({ ...received, appliedAmount })
      return ok({ ...received, appliedAmount })
    })
  }

  private async planParts(
    { customerId, invoiceIds, amount }: RecordReceivedPaymentInput,
    currency: string
  ): Promise<Result<DebtPart[], RecordReceivedPaymentError>> {
    const ids = invoiceIds ?? (await listOpenInvoiceIds({ customerId, currency }))
    if (ids.length === 0) return ok([])
    const invoices = await lockInvoicesOf(customerId, ids)
    const wishes = ids.map((invoiceId) => ({ invoiceId, amount: null }))
    const plan = planPayment(invoices, wishes, { balance: amount, limits: null })
    if (!plan.ok) return plan
    if (plan.value.currency !== currency) return err({ type: 'currencies_differ' })
    return (await findPaymentsUnderWay(ids)).length > 0
      ? err({ type: 'payment_under_way' })
      : ok(plan.value.fromBalance)
  }

  /** Less than planned is paid where a balance was below zero: what is owed there goes first. @returns what was applied */
  private async apply(receivedPaymentId: string, parts: DebtPart[]): Promise<bigint> {
    let sum = 0n
    for (const { invoiceId, amount: atMost } of parts) {
      const causeId = derivedId(receivedPaymentId, invoiceId)
      const applied = await this.applyMoney.execute({ invoiceId, causeId, source: 'payment', atMost })
      if (applied.ok) sum += applied.value.applied
    }
    return sum
  }

  private async announce(received: ReceivedPayment): Promise<void> {
    const { id, customerId, method, money, receivedOn, reference, appliedAmount } = received
    const data = {
      receivedPaymentId: id,
      method,
      amount: `${money.amount}`,
      currency: money.currency,
      receivedOn,
      reference,
      applied: `${appliedAmount}`,
    }
    await this.events.record([
      fact(receivedPaymentRecorded, { kind: 'received_payment', id }, { customerId, data }),
    ])
  }
}
