import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import type { InvoiceItem } from '#app/billing/domain/invoice_draft'
import type { PricedDocument } from '#app/billing/domain/price_lines'
import type { BillableItem } from '#app/billing/records/billable_items'
import type { StaffDraft } from '#app/billing/records/invoice_drafts'

export function showDraft(draft: StaffDraft) {
  return {
    id: showId('invoiceDraft', draft.id),
    customer: { id: showId('customer', draft.customerId), name: draft.customerName },
    currency: draft.currency,
    status: draft.status,
    due_on: draft.dueOn,
    is_collected: draft.isCollected,
    version: draft.version,
    invoice_id: draft.invoiceId ? showId('invoice', draft.invoiceId) : null,
    items: draft.items.map(({ kind, description, quantity, unitAmount }) => ({
      kind,
      description,
      quantity,
      unit_amount: toWire({ amount: unitAmount, currency: draft.currency }),
    })),
    updated_at: draft.updatedAt.toISOString(),
  }
}

/** A draft with what its invoice would come to if it were issued now, line by line. */
export function showPricedDraft(draft: StaffDraft, priced: PricedDocument<InvoiceItem>) {
  const { items, ...shown } = showDraft(draft)
  const { lines, ...totals } = showDraftAmounts(draft.currency, priced)
  return { ...shown, items: items.map((item, index) => ({ ...item, ...lines[index]! })), ...totals }
}

/** What the lines of a draft come to, in their order; with prices that hold tax `amount` is without it all the same. */
export function showDraftAmounts(currency: string, priced: PricedDocument<InvoiceItem>) {
  const money = (amount: bigint) => toWire({ amount, currency })
  return {
    lines: priced.lines.map(({ amount, taxAmount }) => ({
      amount: money(amount),
      tax_amount: money(taxAmount),
    })),
    subtotal: money(priced.subtotal),
    tax_total: money(priced.taxTotal),
    total: money(priced.total),
  }
}

export function showBillableItem(item: BillableItem) {
  return {
    id: showId('billableItem', item.id),
    customer_id: showId('customer', item.customerId),
    kind: item.kind,
    status: item.status,
    description: item.description,
    quantity: item.quantity,
    unit_amount: toWire({ amount: item.unitAmount, currency: item.currency }),
    invoice_id: item.invoiceId ? showId('invoice', item.invoiceId) : null,
    created_at: item.createdAt.toISOString(),
  }
}

const moneyShape = () => vine.object({ amount: vine.string(), currency: vine.string() })
const kind = () => vine.enum(['item', 'fee'] as const)

const draftFields = () => ({
  id: vine.string(),
  customer: vine.object({ id: vine.string(), name: vine.string() }),
  currency: vine.string(),
  status: vine.enum(['open', 'issued', 'discarded'] as const),
  due_on: vine.string().nullable(),
  is_collected: vine.boolean(),
  version: vine.number(),
  invoice_id: vine.string().nullable(),
  items: vine.array(vine.object(itemFields())),
  updated_at: vine.string(),
})
const itemFields = () => ({
  kind: kind(),
  description: vine.string(),
  quantity: vine.number(),
  unit_amount: moneyShape(),
})
const lineAmounts = () => ({ amount: moneyShape(), tax_amount: moneyShape() })
const totals = () => ({ subtotal: moneyShape(), tax_total: moneyShape(), total: moneyShape() })
export const draftShape = vine.create(draftFields())
export const draftAmountsShape = vine.create({ lines: vine.array(vine.object(lineAmounts())), ...totals() })
export const pricedDraftShape = vine.create({
  ...draftFields(),
  items: vine.array(vine.object({ ...itemFields(), ...lineAmounts() })),
  ...totals(),
})

export const billableItemShape = vine.create({
  id: vine.string(),
  customer_id: vine.string(),
  kind: kind(),
  status: vine.enum(['pending', 'invoiced', 'removed'] as const),
  description: vine.string(),
  quantity: vine.number(),
  unit_amount: moneyShape(),
  invoice_id: vine.string().nullable(),
  created_at: vine.string(),
})
