import { payLinkPath } from '#app/payments/index'
import type { Fact } from '#app/shared/events/event'
import { findTransferWay, groupReference } from '#app/billing/index'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { notifyCustomer } from '#app/messaging/actions/notify'
import type { MailFact, MailValue, MessageContent } from '#app/messaging/domain/message_content'
import type { CustomerMessageKind } from '#app/messaging/domain/message_kinds'
import { findInvoiceForMail, type InvoiceForMail } from '#app/messaging/queries/find_mail_subjects'

/** Sends a new invoice: what is due, when, and where it can be read and paid. (`invoice.issued`) */
export async function mailInvoiceIssued({ data }: Fact<{ invoiceId: string }>): Promise<void> {
  await mailAboutInvoice('invoice_issued', data.invoiceId, {})
}

interface CreditNoteFact {
  creditNoteId: string
  reference: string
  invoiceId: string
  total: string
  currency: string
  toBalance: string
}

/** Says what was taken back of an invoice and where it went. (`credit_note.issued`) */
export async function mailCreditNoteIssued({ data }: Fact<CreditNoteFact>): Promise<void> {
  const total: MailValue = { money: { amount: data.total, currency: data.currency } }
  await mailAboutInvoice('credit_note_issued', data.invoiceId, {
    subject: { kind: 'credit_note', id: data.creditNoteId },
    values: {
      credit_note: data.reference,
      amount: total,
      destination: data.toBalance === '0' ? 'invoice' : 'balance',
    },
    facts: [{ label: 'credit_note', value: data.reference }],
  })
}

interface CollectionFailure {
  invoiceId: string
  step: number
  nextAttemptAt: string | null
  reason: string
}

/**
 * Says that a card did not work and when it is tried again; without a card that could be tried, asks for payment instead.
 * (`invoice.collection_failed`)
 */
export async function mailCollectionFailed({ data }: Fact<CollectionFailure>): Promise<void> {
  // The mail that asks for a confirmation follows the payment itself.
  if (data.reason === 'authentication_required') return
  const isReminder = data.reason === 'no_payment_method' || data.reason === 'not_chargeable'
  const kind = isReminder ? 'overdue_reminder' : 'payment_failed'
  const next: MailValue = data.nextAttemptAt ? { instant: data.nextAttemptAt } : { word: 'no_next_attempt' }
  await mailAboutInvoice(kind, data.invoiceId, {
    step: data.step,
    facts: kind === 'payment_failed' ? [{ label: 'next_attempt', value: next }] : [],
  })
}

interface OverdueNotice {
  invoiceId: string
  consequence: 'suspension' | 'termination'
  daysBefore: number
  takesPlaceOn: string
  /** Absent in facts from before invoices could be opened again. */
  reopenings?: number
}

/** Each time an invoice was opened again its warnings are sent anew, and each is known by a number of its own. */
const stepsOfOneRound = 1000

/** Warns that services will be stopped, or removed, unless an invoice is paid. (`invoice.overdue_notice`) */
export async function mailOverdueNotice({ data }: Fact<OverdueNotice>): Promise<void> {
  const on: MailValue = { date: data.takesPlaceOn }
  await mailAboutInvoice(`${data.consequence}_warning`, data.invoiceId, {
    step: data.daysBefore + (data.reopenings ?? 0) * stepsOfOneRound,
    values: { date: on, days: String(data.daysBefore) },
    facts: [{ label: `${data.consequence}_on`, value: on }],
  })
}

/** Says what paying late costs; the fee itself is on the next invoice. (`late_fee.added`) */
export async function mailLateFeeAdded({
  data,
}: Fact<{ invoiceId: string; amount: string; currency: string }>): Promise<void> {
  const fee: MailValue = { money: { amount: data.amount, currency: data.currency } }
  await mailAboutInvoice('late_fee_added', data.invoiceId, {
    values: { fee },
    facts: [{ label: 'late_fee', value: fee }],
  })
}

interface InvoiceMail {
  step?: number
  subject?: { kind: string; id: string }
  values?: MessageContent['values']
  facts?: MailFact[]
}

export async function mailAboutInvoice(
  kind: CustomerMessageKind,
  invoiceId: string,
  { step, subject, values = {}, facts = [] }: InvoiceMail
): Promise<void> {
  const invoice = await findInvoiceForMail(invoiceId)
  if (!invoice) return
  await notifyCustomer({
    kind,
    step,
    subject: subject ?? { kind: 'invoice', id: invoice.id },
    customerId: invoice.customer_id,
    content: {
      values: { ...invoiceValues(invoice), ...values },
      facts: [
        ...invoiceFacts(invoice),
        ...facts,
        ...(asksForMoney.has(kind) ? await transferFacts(invoice.id) : []),
      ],
      action: { surface: 'account', path: payPath(invoice) },
    },
  })
}

const asksForMoney: ReadonlySet<CustomerMessageKind> = new Set([
  'invoice_issued',
  'overdue_reminder',
  'payment_failed',
  'suspension_warning',
  'termination_warning',
])

/** How an invoice is paid by bank transfer: to whom, where, and what to write. */
export async function transferFacts(invoiceId: string): Promise<MailFact[]> {
  const way = await findTransferWay(invoiceId)
  if (!way) return []
  const account = [way.iban.replaceAll(/(.{4})(?=.)/g, '$1 '), way.bic].filter(Boolean).join(' · ')
  return [
    { label: 'transfer_to', value: way.holder },
    { label: 'account', value: account },
    { label: 'transfer_reference', value: groupReference(way.reference) },
  ]
}

export function invoicePath({ id }: { id: string }): string {
  return `/invoices/${showId('invoice', id)}`
}

/** Where what is due is paid without signing in; an invoice on which nothing is due is read by those who do. */
function payPath({ id, customer_id: customerId, amount_due: due }: InvoiceForMail): string {
  return due > 0n ? payLinkPath({ customerId, invoiceIds: [id] }) : invoicePath({ id })
}

function invoiceValues(invoice: InvoiceForMail): MessageContent['values'] {
  return {
    invoice: invoice.reference,
    kind: invoice.kind,
    amount: { money: toWire({ amount: invoice.amount_due, currency: invoice.currency }) },
    due: { date: invoice.due_on },
  }
}

function invoiceFacts(invoice: InvoiceForMail): MailFact[] {
  return [
    { label: 'invoice', value: invoice.reference },
    { label: 'total', value: { money: toWire({ amount: invoice.total, currency: invoice.currency }) } },
    {
      label: 'amount_due',
      value: { money: toWire({ amount: invoice.amount_due, currency: invoice.currency }) },
    },
    { label: 'due_on', value: { date: invoice.due_on } },
  ]
}
