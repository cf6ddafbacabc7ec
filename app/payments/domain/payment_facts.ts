import { type Payment, purposeOf } from '#app/payments/domain/payment'
import type { PaymentNews } from '#app/payments/domain/reconciliation'

export interface PaymentNotice {
  news: PaymentNews
  data: Record<string, unknown>
}

/**
 * What there is to tell about a payment, with the figures that listeners act on.
 * @param methodCountry where the card or account that paid is from; null where nobody says
 */
export function factsOf(
  payment: Payment,
  news: PaymentNews[],
  methodCountry: string | null = null
): PaymentNotice[] {
  const { id: paymentId, invoiceId, orderId } = payment
  const common = { paymentId, invoiceId, orderId, purpose: purposeOf(payment) }
  return news.map((item) => {
    if (item === 'succeeded') {
      const { capturedAmount, forgivenAmount, money } = payment
      const amount = (capturedAmount + forgivenAmount).toString()
      return { news: item, data: { ...common, amount, currency: money.currency, methodCountry } }
    }
    if (item === 'failed') {
      return { news: item, data: { ...common, failure: payment.failure, isOffSession: payment.isOffSession } }
    }
    if (item === 'authorised') return { news: item, data: { ...common, methodCountry } }
    if (item === 'declined') return { news: item, data: { ...common, failure: payment.failure } }
    return { news: item, data: common }
  })
}
