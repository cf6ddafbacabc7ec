/** The facts that billing announces. Amounts are texts of minor units, dates are calendar dates of the tenant's zone. */
import { event, eventAmongStaff } from '#app/shared/events/event'
import type { CollectionFailure } from '#app/billing/domain/collection'

export interface InvoiceFact {
  invoiceId: string
  reference: string
}

export const invoiceIssued = event<
  InvoiceFact & {
    kind: 'order' | 'renewal' | 'change' | 'manual'
    orderId: string | null
    total: string
    currency: string
    dueOn: string
  }
>('invoice.issued', 'An invoice was sealed under its number and the customer owes it.')

export const invoiceSettled = event<
  InvoiceFact & {
    amount: string
    currency: string
    amountDue: string
    source: 'payment' | 'balance' | 'credit_note'
  }
>('invoice.settled', 'Money of the customer was applied to an invoice, in full or in part.')

export const invoicePaid = event<InvoiceFact & { orderId: string | null }>(
  'invoice.paid',
  'Nothing is due on an invoice any more, because it was paid.'
)

export const invoiceVoided = event<InvoiceFact & { amount: string; currency: string; reason: string }>(
  'invoice.voided',
  'An invoice was taken back before it was paid.'
)

export const invoiceWrittenOff = event<InvoiceFact & { amount: string; currency: string; reason: string }>(
  'invoice.written_off',
  'What was still due on an invoice was given up as uncollectible.'
)

export const invoiceCollectionFailed = event<
  InvoiceFact & {
    /** How many tries were made so far. */
    step: number
    nextAttemptAt: string | null
    reason: CollectionFailure
    code: string | null
  }
>('invoice.collection_failed', 'A try to collect an invoice failed; the customer should hear of it.')

export const invoiceCarried = event<InvoiceFact & { amountDue: string; currency: string }>('invoice.carried', 'So little is due on an invoice that it cannot be charged alone; it goes with the next one of its customer.') // prettier-ignore

export const invoiceOverdueNotice = event<
  InvoiceFact & {
    consequence: 'suspension' | 'termination'
    daysBefore: number
    takesPlaceOn: string
    reopenings: number
  }
>(
  'invoice.overdue_notice',
  'The services of an unpaid invoice will be suspended or terminated in a few days.'
)

export const creditNoteIssued = event<{
  creditNoteId: string
  reference: string
  invoiceId: string
  invoiceReference: string
  total: string
  currency: string
  /** How much less is due on the invoice, and how much went to the customer balance. */
  toInvoice: string
  toBalance: string
  reason: string
}>('credit_note.issued', 'Issued lines were taken back by a sealed credit note.')

interface BillableItemFact {
  itemId: string
  description: string
  quantity: number
  unitAmount: string
  currency: string
}

export const billableItemAdded = event<BillableItemFact>(
  'billable_item.added',
  'Something was put on the next invoice of a customer.'
)

export const billableItemRemoved = event<BillableItemFact>(
  'billable_item.removed',
  'Something that waited for the next invoice was taken off again.'
)

export const invoicePromised = event<InvoiceFact & { until: string; reason: string }>(
  'invoice.promised',
  'A customer promised to pay an invoice by a day; until then they are left in peace.'
)

export const invoicePromiseLifted = event<InvoiceFact>(
  'invoice.promise_lifted',
  'A promise to pay was ended before its day, and the invoice is collected again.'
)

export const receivedPaymentRecorded = event<{
  receivedPaymentId: string
  method: string
  amount: string
  currency: string
  receivedOn: string
  reference: string
  /** What of it paid invoices at once; the rest is on the customer balance. */
  applied: string
}>(
  'received_payment.recorded',
  'Staff recorded money that came in beside the gateways, and booked it for its customer.'
)

export const receivedPaymentReversed = event<{
  receivedPaymentId: string
  reversalId: string
  cause: 'staff' | 'undone' | 'returned'
  reason: string
  amount: string
  currency: string
  /** What of it invoices owe again; the rest came off the customer balance. */
  reopened: string
  invoices: { invoiceId: string; reference: string; amount: string }[]
}>(
  'received_payment.reversed',
  'A recorded payment was taken back: invoices owe it again, and the rest came off the customer balance.'
)

export const invoiceReopened = event<
  InvoiceFact & {
    amount: string
    currency: string
    amountDue: string
    reason: string
    nextAttemptAt: string | null
  }
>('invoice.reopened', 'Money that had paid an invoice was taken back, and the invoice is owed again.')

export const customerBalanceAdjusted = event<{ amount: string; currency: string; reason: string }>(
  'customer_balance.adjusted',
  'Staff gave money to a customer balance or took some from it, with a reason.'
)

export interface GiftFact {
  giftRequestId: string
  kind: 'balance' | 'credit_note' | 'write_off' | 'void'
  invoiceId: string | null
  amount: string
  currency: string
  reason: string
  /** Whose wish it was; who decided is who acted. */
  requestedBy: string
}

export const giftApprovalNeeded = eventAmongStaff<GiftFact>(
  'gift.approval_needed',
  'Somebody wants to give away more than they may alone; nothing has moved.'
)

export const giftGiven = eventAmongStaff<GiftFact>(
  'gift.given',
  'A second person agreed to a gift, and it was given.'
)

export const giftRefused = eventAmongStaff<GiftFact>(
  'gift.refused',
  'A gift that waited for a second person was refused or called off; nothing has moved.'
)

export const balanceSettingsChanged = event<{ paysInvoices: boolean; addsByItself: boolean }>(
  'balance_settings.changed',
  'A customer said whether invoices are paid from the balance, and whether money is added to it by itself.'
)

export const topUpsPaused = event<{
  reason: 'declined' | 'action_required' | 'no_method'
  paymentId: string | null
}>(
  'top_ups.paused',
  'Money could not be added to a balance by itself; nothing is tried until the customer says so.'
)

export const billingPoliciesChanged = event<{
  /** By policy: what it was and what it is. */
  changed: Record<string, { before: unknown; after: unknown }>
  movesInvoiceDays: boolean
}>('billing_policies.changed', 'Staff changed how the tenant bills; what is issued stays as it is.')

interface SoldCurrencies {
  currencies: string[]
  reporting: string
  priceRounding: Record<string, string>
}
export const currenciesChanged = event<{ before: SoldCurrencies; after: SoldCurrencies }>(
  'currencies.changed',
  'Staff changed in which currencies is sold, or in which the books are kept.'
)

export const groupDunningChanged = event<{
  groupId: string
  name: string
  hasOwn: boolean
  changed: Record<string, { before: unknown; after: unknown }>
}>(
  'group_dunning.changed',
  'Staff changed how a customer group is dunned, or that it is dunned like all others.'
)

interface LateFeeFact {
  itemId: string
  invoiceId: string
  amount: string
  currency: string
}

export const lateFeeAdded = event<
  LateFeeFact & {
    reference: string
    /** What was due on that day. */
    basis: string
    percent: string | null
    limitedBy: 'minimum' | 'maximum' | null
  }
>('late_fee.added', 'What paying an invoice late costs was put on the next invoice of its customer, once.')

export const lateFeeWaived = event<LateFeeFact>(
  'late_fee.waived',
  'A customer was let off a late fee before it was invoiced: by staff, or because its invoice was taken back; it is not added again.'
)

export const invoiceHandedOver = event<
  InvoiceFact & { agency: string; agencyReference: string | null; amount: string; currency: string }
>(
  'invoice.handed_over',
  'Staff handed an invoice to a collection agency; nothing is charged, mailed or added for it by itself.'
)

export const invoiceTakenBack = event<InvoiceFact & { reason: string }>(
  'invoice.taken_back',
  'An invoice came back from a collection agency; one that is open is collected again.'
)
