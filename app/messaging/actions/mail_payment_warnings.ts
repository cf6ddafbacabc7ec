import type { Fact } from '#app/shared/events/event'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { notifyStaff } from '#app/messaging/actions/notify'
import { findWarnedPayment } from '#app/messaging/queries/find_warned_payment'

interface Warned {
  paymentId: string
  kind: 'risk' | 'fraud_report'
}

/** Asks staff to decide about a payment that looks risky, or that a bank reports as fraud. (`payment.warned`) */
export async function mailStaffPaymentWarned({ data: { paymentId, kind } }: Fact<Warned>): Promise<void> {
  const payment = await findWarnedPayment(paymentId)
  if (!payment) return
  const amount = { money: toWire({ amount: payment.captured_amount, currency: payment.currency }) }
  await notifyStaff({
    kind: 'staff_payment_warned',
    subject: { kind: 'payment', id: paymentId },
    step: kind === 'risk' ? 0 : 1,
    customerId: payment.customer_id,
    content: {
      values: { amount, customer: payment.customer_name, kind },
      facts: [
        { label: 'customer', value: payment.customer_name },
        { label: 'amount', value: amount },
        { label: 'gateway', value: payment.gateway_name },
      ],
      action: { surface: 'admin', path: `/payments/${showId('payment', paymentId)}` },
    },
  })
}
