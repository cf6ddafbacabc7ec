import { readCustomerBalance } from '#app/ledger/index'
import { findPaymentParts, payLinkPath } from '#app/payments/index'
import type { Fact } from '#app/shared/events/event'
import { derivedId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { invoicePath, mailAboutInvoice } from '#app/messaging/actions/mail_invoices'
import { notifyCustomer } from '#app/messaging/actions/notify'
import type { MailFact, MailValue } from '#app/messaging/domain/message_content'
import {
  findInvoiceForMail,
  findKeptOfTransfer,
  findOpenInvoicesForMail,
  findPaymentForMail,
  type PaymentForMail,
} from '#app/messaging/queries/find_mail_subjects'

/** Says thank you for a payment; for a top-up, with what the balance is now. (`payment.succeeded`) */
export async function mailPaymentReceived({
  data,
}: Fact<{ paymentId: string; invoiceId: string | null }>): Promise<void> {
  const payment = await findPaymentForMail(data.paymentId)
  if (!payment) return
  if (payment.is_top_up) return mailTopUp(data.paymentId, payment)
  const invoiceId = data.invoiceId ?? payment.invoice_id
  const invoice = invoiceId ? await findInvoiceForMail(invoiceId) : undefined
  const references = invoice ? [invoice.reference] : payment.references
  await thankFor({
    subject: { kind: 'payment', id: data.paymentId },
    payment,
    facts: [...numbered(references), ...stillMissing(payment), ...keptOnBalance(payment)],
    path: payment.kept > 0n ? '/balance' : invoice ? invoicePath(invoice) : '/invoices',
  })
}

function numbered(references: readonly string[]): MailFact[] {
  return references.length > 0 ? [{ label: 'invoice', value: references.join(', ') }] : []
}

/** Coins may come short of what was asked for: the rest is still to be paid. */
function stillMissing({ missing, currency }: PaymentForMail): MailFact[] {
  return missing > 0n
    ? [{ label: 'amount_due', value: { money: toWire({ amount: missing, currency }) } }]
    : []
}

/** What it was for was paid otherwise meanwhile, such as by a renewal: whoever paid twice reads at once where the money is. */
function keptOnBalance({ kept, currency }: Pick<PaymentForMail, 'kept' | 'currency'>): MailFact[] {
  return kept > 0n ? [{ label: 'kept_on_balance', value: { money: toWire({ amount: kept, currency }) } }] : []
}

/** Says thank you for coins that came after their payment had succeeded. (`payment.more_received`) */
export async function mailMoreReceived({
  data,
}: Fact<{ paymentId: string; receiptId: string; amount: string; currency: string }>): Promise<void> {
  const payment = await findPaymentForMail(data.paymentId)
  if (!payment) return
  const { paymentId, receiptId, currency } = data
  const invoice = payment.invoice_id ? await findInvoiceForMail(payment.invoice_id) : undefined
  const parts = payment.invoice_id ? [] : await findPaymentParts(paymentId)
  const invoiceIds = payment.invoice_id ? [payment.invoice_id] : parts.map(({ invoiceId }) => invoiceId)
  const causeIds = invoiceIds.map((id) => derivedId(receiptId, id))
  // A top-up is kept anyway, and says so by itself.
  const kept = payment.is_top_up
    ? 0n
    : await findKeptOfTransfer(BigInt(data.amount), { causeIds, invoiceIds })
  await thankFor({
    subject: { kind: 'payment_receipt', id: data.receiptId },
    payment: { customer_id: payment.customer_id, amount: BigInt(data.amount), currency },
    facts: [
      ...numbered(invoice ? [invoice.reference] : payment.references),
      ...keptOnBalance({ kept, currency }),
    ],
    path: '/balance',
  })
}

interface ReceivedFact {
  receivedPaymentId: string
  amount: string
  currency: string
  receivedOn: string
  reference: string
  /** What of it paid invoices; the rest is on the balance. */
  applied: string
}

/** Says thank you for a bank transfer, cash or a cheque that staff recorded. (`received_payment.recorded`) */
export async function mailReceivedPayment({ data, customerId }: Fact<ReceivedFact>): Promise<void> {
  if (!customerId) return
  const [amount, kept] = [BigInt(data.amount), BigInt(data.amount) - BigInt(data.applied)]
  await thankFor({
    subject: { kind: 'received_payment', id: data.receivedPaymentId },
    payment: { customer_id: customerId, amount, currency: data.currency },
    facts: [
      { label: 'received_on', value: { date: data.receivedOn } },
      { label: 'reference', value: data.reference },
      ...keptOnBalance({ kept, currency: data.currency }),
    ],
    path: '/balance',
  })
}

async function thankFor(thanks: {
  subject: { kind: string; id: string }
  payment: Pick<PaymentForMail, 'customer_id' | 'amount' | 'currency'>
  facts: MailFact[]
  path: string
}): Promise<void> {
  const { subject, payment, facts, path } = thanks
  const paid: MailValue = { money: toWire({ amount: payment.amount, currency: payment.currency }) }
  await notifyCustomer({
    kind: 'payment_received',
    subject,
    customerId: payment.customer_id,
    content: {
      values: { amount: paid },
      facts: [{ label: 'amount', value: paid }, ...facts],
      action: { surface: 'account', path },
    },
  })
}

/** A receipt, no invoice: nothing was supplied yet, so there is no tax in it. */
async function mailTopUp(paymentId: string, payment: PaymentForMail): Promise<void> {
  const { customer_id: customerId, amount, currency } = payment
  const paid: MailValue = { money: toWire({ amount, currency }) }
  const balance = await readCustomerBalance({ customerId, currency })
  await notifyCustomer({
    kind: 'balance_topped_up',
    subject: { kind: 'payment', id: paymentId },
    customerId,
    content: {
      values: { amount: paid },
      facts: [
        { label: 'amount', value: paid },
        { label: 'balance', value: { money: toWire(balance) } },
      ],
      action: { surface: 'account', path: '/balance' },
    },
  })
}

/** Sends the link with which the customer confirms a charge at the bank. (`payment.action_required`) */
export async function mailAuthenticationRequired({
  data,
}: Fact<{ paymentId: string; invoiceId: string | null }>): Promise<void> {
  // An order's payment is confirmed by the customer who sits before the screen; only charges without them need a mail.
  if (!data.invoiceId) return mailBundleToConfirm(data.paymentId)
  await mailAboutInvoice('authentication_required', data.invoiceId, {
    subject: { kind: 'payment', id: data.paymentId },
  })
}

/** Several invoices that staff charged at once: the customer chooses and pays them on their page. */
async function mailBundleToConfirm(paymentId: string): Promise<void> {
  const payment = await findPaymentForMail(paymentId)
  if (!payment || payment.references.length === 0) return
  const { customer_id: customerId, amount, currency } = payment
  const invoice = payment.references.join(', ')
  const due: MailValue = { money: toWire({ amount, currency }) }
  await notifyCustomer({
    kind: 'authentication_required',
    subject: { kind: 'payment', id: paymentId },
    customerId,
    content: {
      values: { invoice, amount: due },
      facts: [
        { label: 'invoice', value: invoice },
        { label: 'amount', value: due },
      ],
      action: { surface: 'account', path: '/invoices?status=open' },
    },
  })
}

/** Sends a new link under which invoices are paid without signing in, when something of them is still due. (`pay_link.asked`) */
export async function mailPayLink({
  id,
  data: { customerId, invoiceIds },
}: Fact<{ customerId: string; invoiceIds: string[] }>): Promise<void> {
  const due = await findOpenInvoicesForMail(customerId, invoiceIds)
  if (due.length === 0) return
  const invoice = due.map(({ reference }) => reference).join(', ')
  await notifyCustomer({
    kind: 'pay_link',
    subject: { kind: 'event', id },
    customerId,
    content: {
      values: { invoice },
      facts: [{ label: 'invoice', value: invoice }],
      action: {
        surface: 'account',
        path: payLinkPath({ customerId, invoiceIds: due.map((each) => each.id) }),
      },
    },
  })
}

/** Says that several invoices could not be charged at once, which staff tried while the customer was not there. (`payment.failed`) */
export async function mailChargeDeclined({
  data,
}: Fact<{ paymentId: string; purpose: string; isOffSession: boolean }>): Promise<void> {
  if (data.purpose !== 'bundle' || !data.isOffSession) return
  const payment = await findPaymentForMail(data.paymentId)
  // Of a try that was planned its invoice tells, when each method was declined.
  if (!payment || payment.is_collection || payment.references.length === 0) return
  const { customer_id: customerId, amount, currency } = payment
  const invoice = payment.references.join(', ')
  const due: MailValue = { money: toWire({ amount, currency }) }
  await notifyCustomer({
    kind: 'charge_declined',
    subject: { kind: 'payment', id: data.paymentId },
    customerId,
    content: {
      values: { invoice, amount: due },
      facts: [
        { label: 'invoice', value: invoice },
        { label: 'amount', value: due },
      ],
      action: { surface: 'account', path: '/invoices?status=open' },
    },
  })
}
