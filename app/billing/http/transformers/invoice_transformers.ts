import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { collectionFailures } from '#app/billing/domain/collection'
import type { Invoice } from '#app/billing/domain/invoice'
import {
  creditNoteFields,
  nationalTaxFields,
  showCreditNote,
} from '#app/billing/http/transformers/credit_note_transformers'
import { placeFields, showPlace } from '#app/billing/http/transformers/place_transformers'
import { invoiceKinds } from '#app/billing/domain/invoice_draft'
import { type LineKind, lineKinds } from '#app/billing/domain/price_item'
import { trimPercent } from '#app/billing/domain/tax'
import { showTransferWay, transferWayFields } from '#app/billing/http/transformers/transfer_transformer'
import type { InvoiceDetails } from '#app/billing/queries/find_invoice'
import type { ListedInvoice } from '#app/billing/queries/list_invoices'

export function showInvoice(invoice: Invoice & { customerName: string }) {
  const { currency } = invoice
  return {
    id: showId('invoice', invoice.id),
    reference: invoice.reference,
    customer: { id: showId('customer', invoice.customerId), name: invoice.customerName },
    order_id: invoice.orderId ? showId('order', invoice.orderId) : null,
    kind: invoice.kind,
    status: invoice.status,
    issued_on: invoice.issuedOn,
    due_on: invoice.dueOn,
    subtotal: toWire({ amount: invoice.subtotal, currency }),
    tax_total: toWire({ amount: invoice.taxTotal, currency }),
    total: toWire({ amount: invoice.total, currency }),
    amount_due: toWire({ amount: invoice.amountDue, currency }),
    paid_at: invoice.paidAt?.toISOString() ?? null,
    closed_at: invoice.closedAt?.toISOString() ?? null,
    next_attempt_at: invoice.nextAttemptAt?.toISOString() ?? null,
    attempt_count: invoice.collectionStep,
    promised_until: invoice.promisedUntil,
    collection_failure: invoice.collectionFailure,
    handed_over_on: invoice.handedOverOn,
    reopened_on: invoice.reopenedOn,
  }
}

export const showListedInvoice = (invoice: ListedInvoice) => showInvoice(invoice)

export function showInvoiceDetails(details: InvoiceDetails) {
  const { invoice, snapshot } = details
  const { currency } = invoice
  return {
    ...showInvoice({ ...invoice, customerName: details.customerName }),
    is_seal_intact: details.isSealIntact,
    time_zone: snapshot.time_zone,
    national_tax: snapshot.national_tax ?? null,
    facts: details.facts.map(showLineFact),
    creditable: toWire({ amount: details.creditable, currency }),
    lines: details.lines.map((line) => ({
      ...showLine(line, currency),
      taken_back: toWire({ amount: details.takenBack.get(line.position) ?? 0n, currency }),
    })),
    taxes: snapshot.taxes.map((tax) => ({
      country: tax.country,
      name: tax.name,
      percent: tax.percent,
      note: tax.note ?? null,
      taxable: { amount: tax.taxable, currency },
      amount: { amount: tax.amount, currency },
    })),
    payments: details.payments.map((payment) => ({
      id: showId('payment', payment.id),
      status: payment.status,
      amount: toWire(payment),
      created_at: payment.createdAt.toISOString(),
      failure_message: payment.failure?.message ?? null,
    })),
    place: showPlace(details.place),
    transfer: details.transfer && showTransferWay(details.transfer),
    credit_notes: details.creditNotes.map(showCreditNote),
    settlements: details.settlements.map((settlement) => ({
      source: settlement.source,
      amount: toWire({ amount: settlement.amount, currency }),
      settled_at: settlement.settledAt.toISOString(),
    })),
  }
}

export function showLineFact({ id, name, at, subscriptionId, description }: InvoiceDetails['facts'][number]) {
  return {
    id: showId('event', id),
    name,
    at: at.toISOString(),
    subscription_id: subscriptionId && showId('subscription', subscriptionId),
    description,
  }
}

function showLine(line: InvoiceDetails['lines'][number], currency: string) {
  return {
    kind: line.kind as LineKind,
    subscription_id: line.subscription_id ? showId('subscription', line.subscription_id) : null,
    description: line.description,
    quantity: line.quantity,
    unit_amount: toWire({ amount: line.unit_amount, currency }),
    discount_amount: toWire({ amount: line.discount_amount, currency }),
    amount: toWire({ amount: line.amount, currency }),
    tax_percent: trimPercent(line.tax_percent),
    tax_amount: toWire({ amount: line.tax_amount, currency }),
    period_starts_on: line.period_starts_on,
    period_ends_on: line.period_ends_on,
    explanation: line.explanation as unknown as Record<string, unknown>,
  }
}

export type InvoiceShown = ReturnType<typeof showInvoice>
export type InvoiceDetailsShown = ReturnType<typeof showInvoiceDetails>

const moneyShape = () => vine.object({ amount: vine.string(), currency: vine.string() })

const invoiceFields = {
  id: vine.string(),
  reference: vine.string(),
  customer: vine.object({ id: vine.string(), name: vine.string() }),
  order_id: vine.string().nullable(),
  kind: vine.enum(invoiceKinds),
  status: vine.enum(['open', 'paid', 'void', 'uncollectible'] as const),
  issued_on: vine.string(),
  due_on: vine.string(),
  subtotal: moneyShape(),
  tax_total: moneyShape(),
  total: moneyShape(),
  amount_due: moneyShape(),
  paid_at: vine.string().nullable(),
  closed_at: vine.string().nullable(),
  next_attempt_at: vine.string().nullable(),
  attempt_count: vine.number(),
  /** The last day of a promise to pay. */
  promised_until: vine.string().nullable(),
  /** Why the last try to collect it did not work: it decides about the next one. `too_small`: it goes with the next invoice. */
  collection_failure: vine.enum(collectionFailures).nullable(),
  /** Since when a collection agency has it. */
  handed_over_on: vine.string().nullable(),
  /** When its reminders began anew: money that had paid it was taken back, or it waits for the next invoice no longer. */
  reopened_on: vine.string().nullable(),
}
export const invoiceShape = vine.create(invoiceFields)

export const invoiceDetailsShape = vine.create({
  ...invoiceFields,
  is_seal_intact: vine.boolean(),
  ...nationalTaxFields(),
  /** In which the days of the invoice began and ended. */
  time_zone: vine.string(),
  /** What led to the lines: those of a subscription, those that are called as the description says, or all of them. */
  facts: vine.array(
    vine.object({
      id: vine.string(),
      name: vine.string(),
      at: vine.string(),
      subscription_id: vine.string().nullable(),
      description: vine.string().nullable(),
    })
  ),
  /** The most that a credit note can still take back, tax in it. */
  creditable: moneyShape(),
  lines: vine.array(
    vine.object({
      kind: vine.enum(lineKinds),
      subscription_id: vine.string().nullable(),
      description: vine.string(),
      quantity: vine.number(),
      unit_amount: moneyShape(),
      discount_amount: moneyShape(),
      amount: moneyShape(),
      tax_percent: vine.string(),
      tax_amount: moneyShape(),
      /** Without tax, by credit notes and by changes of a subscription that gave back what was not used. */
      taken_back: moneyShape(),
      period_starts_on: vine.string().nullable(),
      period_ends_on: vine.string().nullable(),
      explanation: vine.object({}).allowUnknownProperties(),
    })
  ),
  taxes: vine.array(
    vine.object({
      country: vine.string().nullable(),
      name: vine.string().nullable(),
      percent: vine.string(),
      note: vine.string().nullable(),
      taxable: moneyShape(),
      amount: moneyShape(),
    })
  ),
  payments: vine.array(
    vine.object({
      id: vine.string(),
      status: vine.string(),
      amount: moneyShape(),
      created_at: vine.string(),
      failure_message: vine.string().nullable(),
    })
  ),
  /** What told where the customer was when it was issued: the tax follows the billing address. */
  place: vine.object(placeFields),
  transfer: vine.object(transferWayFields()).nullable(),
  credit_notes: vine.array(vine.object(creditNoteFields())),
  settlements: vine.array(
    vine.object({
      source: vine.enum(['payment', 'balance', 'credit_note', 'reversal'] as const),
      amount: moneyShape(),
      settled_at: vine.string(),
    })
  ),
})
