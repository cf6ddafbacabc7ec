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

/** A draft with what its invoice would come to if it were issued now. */
export function showPricedDraft(draft: StaffDraft, priced: PricedDocument<InvoiceItem>) {
  const { currency } = draft
  return {
    ...showDraft(draft),
    subtotal: toWire({ amount: priced.subtotal, currency }),
    tax_total: toWire({ amount: priced.taxTotal, currency }),
    total: toWire({ amount: priced.total, currency }),
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
  items: vine.array(
    vine.object({
      kind: kind(),
      description: vine.string(),
      quantity: vine.number(),
      unit_amount: moneyShape(),
    })
  ),
  updated_at: vine.string(),
})
export const draftShape = vine.create(draftFields())
export const pricedDraftShape = vine.create({
  ...draftFields(),
  subtotal: moneyShape(),
  tax_total: moneyShape(),
  total: moneyShape(),
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
