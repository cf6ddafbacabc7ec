import vine from '@vinejs/vine'
import { explainDiscount } from '#app/billing/index'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import type { ForecastNote } from '#app/subscriptions/domain/forecast_notes'
import type { Upcoming } from '#app/subscriptions/queries/find_upcoming'

type InvoiceToCome = Upcoming['invoices'][number]

/** Invoices to come, open ones, the sums of each month, and what changes when. Days of a period are half-open. */
export function showUpcoming(upcoming: Upcoming) {
  const { customer, from, until, open, invoices, notes, paused, method, names } = upcoming
  return {
    customer: { id: showId('customer', customer.id), name: customer.name },
    from,
    until,
    open: open.map(({ id, reference, dueOn, currency, amountDue, fromBalance }) => ({
      id: showId('invoice', id),
      reference,
      due_on: dueOn,
      amount_due: toWire({ amount: amountDue, currency }),
      from_balance: toWire({ amount: fromBalance, currency }),
    })),
    months: showMonths(invoices),
    invoices: invoices.map(showInvoiceToCome),
    notes: notes.map((note) => showNote(note, names)),
    paused: paused.map(({ id }) => ({ id: showId('subscription', id), name: names.get(id) ?? '' })),
    pays_with: method ? { brand: method.brand, last4: method.last4 } : null,
  }
}

function showMonths(invoices: readonly InvoiceToCome[]) {
  const months = Map.groupBy(invoices, ({ dueOn, document }) => `${dueOn.slice(0, 7)}|${document.currency}`)
  return [...months]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, due]) => {
      const [month, currency] = key.split('|') as [string, string]
      const sum = (read: (invoice: InvoiceToCome) => bigint) =>
        toWire({ amount: due.reduce((all, invoice) => all + read(invoice), 0n), currency })
      return {
        month,
        invoice_count: due.length,
        subtotal: sum(({ document }) => document.subtotal),
        tax_total: sum(({ document }) => document.taxTotal),
        total: sum(({ document }) => document.total),
      }
    })
}

function showInvoiceToCome({ issuesOn, dueOn, document, fromBalance }: InvoiceToCome) {
  const { currency } = document
  const money = (amount: bigint) => toWire({ amount, currency })
  return {
    issues_on: issuesOn,
    due_on: dueOn,
    subtotal: money(document.subtotal),
    discount_total: money(document.discountTotal),
    tax_total: money(document.taxTotal),
    total: money(document.total),
    from_balance: money(fromBalance),
    lines: document.lines.map((line) => ({
      kind: line.kind,
      subscription_id: line.subscriptionId && showId('subscription', line.subscriptionId),
      description: line.description,
      quantity: line.quantity,
      amount: money(line.amount),
      tax_name: line.taxName,
      tax_percent: line.taxPercent,
      tax_amount: money(line.taxAmount),
      period: line.period && { starts_on: line.period.startsOn, ends_on: line.period.endsOn },
      discounts: line.discounts.map((share) => {
        const { kind, code, name, amount } = explainDiscount(share)
        return { kind, code, name, amount: money(BigInt(amount)) }
      }),
    })),
  }
}

function showNote(note: ForecastNote, names: Upcoming['names']) {
  const empty = { subscription_id: null, name: null, plan: null, percent: null, amount: null }
  const about = (id: string) => ({ subscription_id: showId('subscription', id), name: names.get(id) ?? null })
  const { kind, on } = note
  switch (note.kind) {
    case 'change':
      return {
        ...empty,
        kind,
        on,
        ...about(note.subscriptionId),
        plan: note.planName,
        amount: toWire({ amount: note.amount, currency: note.currency }),
      }
    case 'price':
      return {
        ...empty,
        kind,
        on,
        ...about(note.subscriptionId),
        amount: toWire({ amount: note.amount, currency: note.currency }),
      }
    case 'ending':
      return { ...empty, kind, on, ...about(note.subscriptionId) }
    case 'discount_ends':
      return { ...empty, kind, on, ...about(note.subscriptionId), plan: note.name }
    case 'loyalty':
      return { ...empty, kind, on, percent: note.percent }
    case 'tax':
      return { ...empty, kind, on, name: note.name, percent: note.percent }
  }
}

export type UpcomingShown = ReturnType<typeof showUpcoming>

const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const text = () => vine.string().nullable()

export const upcomingShape = vine.create({
  customer: vine.object({ id: vine.string(), name: vine.string() }),
  from: vine.string(),
  until: vine.string(),
  open: vine.array(
    vine.object({
      id: vine.string(),
      reference: vine.string(),
      due_on: vine.string(),
      amount_due: money(),
      from_balance: money(),
    })
  ),
  months: vine.array(
    vine.object({
      month: vine.string(),
      invoice_count: vine.number(),
      subtotal: money(),
      tax_total: money(),
      total: money(),
    })
  ),
  invoices: vine.array(
    vine.object({
      issues_on: vine.string(),
      due_on: vine.string(),
      subtotal: money(),
      discount_total: money(),
      tax_total: money(),
      total: money(),
      from_balance: money(),
      lines: vine.array(
        vine.object({
          kind: vine.string(),
          subscription_id: text(),
          description: vine.string(),
          quantity: vine.number(),
          amount: money(),
          tax_name: text(),
          tax_percent: vine.string(),
          tax_amount: money(),
          period: vine.object({ starts_on: vine.string(), ends_on: vine.string() }).nullable(),
          discounts: vine.array(
            vine.object({ kind: vine.string(), code: text(), name: vine.string(), amount: money() })
          ),
        })
      ),
    })
  ),
  notes: vine.array(
    vine.object({
      kind: vine.enum(['change', 'price', 'ending', 'discount_ends', 'loyalty', 'tax'] as const),
      on: vine.string(),
      subscription_id: text(),
      name: text(),
      plan: text(),
      percent: text(),
      amount: money().nullable(),
    })
  ),
  paused: vine.array(vine.object({ id: vine.string(), name: vine.string() })),
  pays_with: vine.object({ brand: text(), last4: text() }).nullable(),
})
