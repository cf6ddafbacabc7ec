import { inject } from '@adonisjs/core'
import { fact, type NewFact } from '#app/shared/events/event'
import { Clock } from '#app/shared/time/clock'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { furtherMoney } from '#app/payments/domain/coins_received'
import type { GatewayPayment } from '#app/payments/domain/gateway_values'
import { type Payment, purposeOf } from '#app/payments/domain/payment'
import { paymentMoreReceived } from '#app/payments/events'
import type { Gateway } from '#app/payments/records/gateways'
import { insertReceipts, listReceipts } from '#app/payments/records/payment_receipts'
import { updatePayment } from '#app/payments/records/payments'

/**
 * Takes down each transfer of coins to a payment, once. Those that a payment succeeds with are booked with it; those that come
 * afterwards, because somebody sent twice or too late, are booked by themselves and are their customer's. Part of the caller's transaction.
 */
@inject()
export class TakeCoins {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries
  ) {}

  /** What a payment has just succeeded with: its money is booked as a whole. */
  async keepFirst(payment: Payment, { receipts = [] }: GatewayPayment): Promise<void> {
    const final = receipts.filter(({ isConfirmed }) => isConfirmed)
    await insertReceipts(payment, final, { bookedAmount: null, recordedAt: this.clock.now() })
  }

  /** What came since. @returns the payment with it, and what there is to announce */
  async takeFurther(
    payment: Payment,
    gateway: Gateway,
    { receipts = [] }: GatewayPayment
  ): Promise<{ payment: Payment; facts: NewFact[] }> {
    if (receipts.length === 0) return { payment, facts: [] }
    const known = await listReceipts(payment.id)
    const further = furtherMoney(
      {
        captured: payment.capturedAmount,
        recorded: known.reduce((sum, { amount }) => sum + amount, 0n),
        references: new Set(known.map(({ reference }) => reference)),
      },
      receipts
    )
    const bookedAmount = further.amount > 0n ? further.amount : null
    const receiptId = await insertReceipts(payment, further.receipts, {
      bookedAmount,
      recordedAt: this.clock.now(),
    })
    if (!receiptId || !bookedAmount) return { payment, facts: [] }
    const money = { amount: bookedAmount, currency: payment.money.currency }
    await this.postEntries.execute([
      {
        kind: 'payment_received',
        causeId: receiptId,
        postings: [
          debit(chart.cash(gateway.ledgerCode), money),
          credit(chart.customerBalance(payment.customerId), money),
        ],
      },
    ])
    const capturedAmount = payment.capturedAmount + bookedAmount
    return {
      payment: await updatePayment(payment, { capturedAmount }),
      facts: [this.announce(payment, receiptId, money)],
    }
  }

  private announce(
    payment: Payment,
    receiptId: string,
    { amount, currency }: { amount: bigint; currency: string }
  ): NewFact {
    const { id: paymentId, customerId, invoiceId, orderId } = payment
    const data = {
      paymentId,
      invoiceId,
      orderId,
      purpose: purposeOf(payment),
      receiptId,
      amount: `${amount}`,
      currency,
    }
    return fact(paymentMoreReceived, { kind: 'payment', id: paymentId }, { customerId, data })
  }
}
