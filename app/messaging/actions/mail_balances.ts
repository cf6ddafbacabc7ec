import type { Fact } from '#app/shared/events/event'
import { invoicePath, transferFacts } from '#app/messaging/actions/mail_invoices'
import { notifyCustomer } from '#app/messaging/actions/notify'
import type { MailValue } from '#app/messaging/domain/message_content'

interface ReversedFact {
  receivedPaymentId: string
  amount: string
  currency: string
  cause: 'staff' | 'undone' | 'returned'
  reason: string
  reopened: string
  invoices: { invoiceId: string; reference: string }[]
}

/** Says that a payment was taken back, why, and what is owed again. (`received_payment.reversed`) */
export async function mailReceivedPaymentReversed({ data, customerId }: Fact<ReversedFact>): Promise<void> {
  if (!customerId) return
  const money: MailValue = { money: { amount: data.amount, currency: data.currency } }
  const owed: MailValue = { money: { amount: data.reopened, currency: data.currency } }
  const references = data.invoices.map(({ reference }) => reference).join(', ')
  const [only] = data.invoices.length === 1 ? data.invoices : []
  await notifyCustomer({
    kind: 'payment_reversed',
    subject: { kind: 'received_payment', id: data.receivedPaymentId },
    customerId,
    content: {
      values: { amount: money, cause: data.cause === 'returned' ? 'returned' : 'corrected' },
      facts: [
        { label: 'amount', value: money },
        { label: 'reason', value: data.reason },
        ...(references ? [{ label: 'invoice', value: references }, { label: 'owed_again', value: owed }] : []),
        ...(only ? await transferFacts(only.invoiceId) : []),
      ],
      action: { surface: 'account', path: only ? invoicePath({ id: only.invoiceId }) : '/invoices' },
    },
  })
} // prettier-ignore

/** Says that money could not be added to the balance by itself, and that nothing is tried until the customer says so. (`top_ups.paused`) */
export async function mailTopUpsPaused({ id, data, customerId }: Fact<{ reason: string }>): Promise<void> {
  if (!customerId) return
  await notifyCustomer({
    kind: 'top_ups_paused',
    subject: { kind: 'event', id },
    customerId,
    content: {
      values: { why: data.reason },
      facts: [],
      action: { surface: 'account', path: '/balance' },
    },
  })
}
