import { inject } from '@adonisjs/core'
import { lockCustomerBalance, PostEntries } from '#app/ledger/index'
import { readReservedMoney } from '#app/payments/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { derivedId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { ReverseSettlements } from '#app/billing/actions/reverse_settlements'
import { bookMoneyReturned } from '#app/billing/domain/bookings'
import type { Invoice } from '#app/billing/domain/invoice'
import { planReversal, type ReversalPlan } from '#app/billing/domain/payment_reversal'
import type { ReceivedPayment, ReversalCause } from '#app/billing/domain/received_payment'
import { receivedPaymentReversed } from '#app/billing/events'
import { sumCreditsOf } from '#app/billing/records/credit_notes'
import { findPaymentsUnderWay, lockInvoicesOf } from '#app/billing/records/invoices'
import {
  insertReversal,
  listPaidWith,
  listSettlementsOf,
  listSpentBalance,
} from '#app/billing/records/received_payment_reversals'
import { lockReceivedPayment, markReversed } from '#app/billing/records/received_payments'

export interface ReverseReceivedPaymentInput {
  receivedPaymentId: string
  /** Whose it must be; null for any customer. */
  customerId: string | null
  cause: ReversalCause
  /** In words that the customer reads. */
  reason: string
}

export type ReverseReceivedPaymentError = {
  type: 'received_payment_not_found' | 'already_reversed' | 'payment_under_way'
}

export interface ReversedPayment {
  reversalId: string
  received: ReceivedPayment
  /** The invoices that are owed again. */
  reopened: Invoice[]
  /** By how much the customer's balance fell below zero. */
  shortBy: bigint
}

/**
 * Takes a recorded payment back, by entries that reverse it: it was booked for the wrong customer, or the bank gave the money back. Invoices that
 * it paid are owed again and dunned from today; what was on the balance comes off it. Once for each payment.
 */
@inject()
export class ReverseReceivedPayment {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private reverseSettlements: ReverseSettlements,
    private events: EventLog
  ) {}

  execute(input: ReverseReceivedPaymentInput): Promise<Result<ReversedPayment, ReverseReceivedPaymentError>> {
    return inTransaction(async () => {
      const received = await lockReceivedPayment(input.receivedPaymentId)
      if (!received || (input.customerId && received.customerId !== input.customerId)) {
        return err({ type: 'received_payment_not_found' })
      }
      if (received.reversedAt) return err({ type: 'already_reversed' })
      const { customerId } = received
      const invoices = await lockInvoicesOf(customerId, await this.listTouched(received))
      if ((await findPaymentsUnderWay([...invoices.keys()])).length > 0) return err({ type: 'payment_under_way' })
      const plan = await this.plan(received, invoices)
      const reversalId = derivedId(received.id, 'reversal')
      const { reason } = input
      const reopened = await this.reverseSettlements.execute({ reversalId, parts: plan.parts, invoices, reason })
      await this.write({ received, reversalId, input, plan })
      await this.announce({ received, reversalId, input, plan, reopened })
      return ok({ reversalId, received, reopened, shortBy: plan.shortBy })
    })
  } // prettier-ignore

  /** The invoices that it paid, and those that the balance paid since. Nothing can be added while they are locked, for the balance is locked too. */
  private async listTouched(received: ReceivedPayment): Promise<string[]> {
    const { customerId, money, recordedAt: since } = received
    return listPaidWith({ customerId, currency: money.currency, since })
  }

  private async plan(received: ReceivedPayment, invoices: Map<string, Invoice>): Promise<ReversalPlan> {
    const { id, customerId, money, recordedAt: since } = received
    const { currency } = money
    const balance = await lockCustomerBalance({ customerId, currency })
    const reserved = await readReservedMoney({ customerId, currency })
    const ids = [...invoices.keys()]
    const credits = await sumCreditsOf(ids)
    return planReversal({
      amount: money.amount,
      balance: balance.amount - reserved,
      own: await listSettlementsOf(ids.map((invoiceId) => derivedId(id, invoiceId))),
      later: await listSpentBalance({ customerId, currency, since }),
      invoices: new Map(
        [...invoices].map(([key, invoice]) => [key, { ...invoice, credited: credits.get(key) ?? 0n }])
      ),
    })
  }

  private async write(reversal: Written): Promise<void> {
    const { received, reversalId, input, plan } = reversal
    const now = this.clock.now()
    const { timeZone } = currentTenant()
    const reversedOn = dateIn(timeZone, now)
    const { customerId, method, money } = received
    const receivedOn = dateIn(timeZone, received.recordedAt)
    await this.postEntries.execute([
      bookMoneyReturned({ reversalId, customerId, method, money, bookedOn: reversedOn, receivedOn }),
    ])
    await insertReversal({
      id: reversalId,
      receivedPaymentId: received.id,
      cause: input.cause,
      reason: input.reason,
      ...money,
      reopenedAmount: sumOf(plan),
      reversedOn,
      reversedAt: now,
    })
    await markReversed(received.id, now)
  }

  private async announce({
    received,
    reversalId,
    input,
    plan,
    reopened,
  }: Written & { reopened: Invoice[] }): Promise<void> {
    const { id, customerId, money } = received
    const byInvoice = Map.groupBy(plan.parts, ({ invoiceId }) => invoiceId)
    const data = {
      receivedPaymentId: id,
      reversalId,
      cause: input.cause,
      reason: input.reason,
      amount: `${money.amount}`,
      currency: money.currency,
      reopened: `${sumOf(plan)}`,
      invoices: reopened.map((invoice) => ({
        invoiceId: invoice.id,
        reference: invoice.reference,
        amount: `${byInvoice.get(invoice.id)!.reduce((sum, { amount }) => sum + amount, 0n)}`,
      })),
    }
    await this.events.record([
      fact(receivedPaymentReversed, { kind: 'received_payment', id }, { customerId, data }),
    ])
  }
}

interface Written {
  received: ReceivedPayment
  reversalId: string
  input: ReverseReceivedPaymentInput
  plan: ReversalPlan
}

function sumOf({ parts }: ReversalPlan): bigint {
  return parts.reduce((sum, { amount }) => sum + amount, 0n)
}
