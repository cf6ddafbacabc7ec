import { type Payment, purposeOf } from '#app/payments/domain/payment'
import type { PaymentNews } from '#app/payments/domain/reconciliation'

export interface PaymentNotice {
  news: PaymentNews
  data: Record<string, unknown>
}

/** What there is to tell about a payment, with the figures that listeners act on. */
export function factsOf(payment: Payment, news: PaymentNews[]): PaymentNotice[] {
  const { id: paymentId, invoiceId, orderId } = payment
  const common = { paymentId, invoiceId, orderId, purpose: purposeOf(payment) }
  return news.map((item) => {
    if (item === 'succeeded') {
      const { capturedAmount, money } = payment
      return { news: item, data: { ...common, amount: capturedAmount.toString(), currency: money.currency } }
    }
    if (item === 'failed') {
      return { news: item, data: { ...common, failure: payment.failure, isOffSession: payment.isOffSession } }
    }
    if (item === 'declined') return { news: item, data: { ...common, failure: payment.failure } }
    return { news: item, data: common }
  })
}
