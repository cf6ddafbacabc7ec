import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { isCalendarDate } from '#app/shared/time/calendar'
import { refuseField } from '#app/shared/http/refuse_field'
import type { StaffItem } from '#app/billing/domain/staff_item'

const itemFields = () => ({
  kind: vine.enum(['item', 'fee'] as const).optional(),
  description: singleLine(200),
  quantity: vine.number().withoutDecimals().range([1, 1_000_000]),
  /** Minor units, without tax. */
  unit_amount: vine.string().regex(/^(0|[1-9]\d{0,11})$/),
})

const draftFields = () => ({
  due_on: vine
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable()
    .optional(),
  is_collected: vine.boolean().optional(),
  items: vine.array(vine.object(itemFields())).maxLength(200),
})

export const newDraftForm = vine.create({ customer_id: vine.string().maxLength(40), ...draftFields() })
export const changedDraftForm = vine.create({
  version: vine.number().withoutDecimals().min(1),
  ...draftFields(),
})
/** Lines that are still being written: what they are called changes nothing. Without lines, those of the draft. */
export const draftPreviewForm = vine.create({
  items: vine
    .array(vine.object({ ...itemFields(), description: singleLine(200).optional() }))
    .maxLength(200)
    .optional(),
  with_pending_items: vine.boolean().optional(),
})
export const issueDraftForm = vine.create({
  version: vine.number().withoutDecimals().min(1),
  with_pending_items: vine.boolean().optional(),
  /** Minor units, tax in it, as the preview said. */
  expected_total: vine
    .string()
    .regex(/^(0|[1-9]\d{0,17})$/)
    .optional(),
})
export const billableItemForm = vine.create({ customer_id: vine.string().maxLength(40), ...itemFields() })
export const listDraftsQuery = vine.create({
  ...pageRules,
  customer_id: vine.string().maxLength(40).optional(),
})
export const listBillableItemsQuery = vine.create({
  ...pageRules,
  customer_id: vine.string().maxLength(40).optional(),
  status: vine.enum(['pending', 'invoiced', 'removed'] as const).optional(),
})

/** Far above what anybody is asked for, and far below what an invoice can hold with its tax. */
const askedMax = 10n ** 15n

interface WrittenItem {
  kind?: StaffItem['kind']
  description?: string
  quantity: number
  unit_amount: string
}

export function readItem(written: WrittenItem): StaffItem {
  const item = toItem(written)
  if (amountOf([item]) > askedMax) refuseField('unit_amount', 'That is more than an invoice can ask for.')
  return item
}

function toItem({ kind = 'item', description = '', quantity, unit_amount }: WrittenItem): StaffItem {
  return { kind, description, quantity, unitAmount: BigInt(unit_amount) }
}

function amountOf(items: readonly StaffItem[]): bigint {
  return items.reduce((sum, { quantity, unitAmount }) => sum + unitAmount * BigInt(quantity), 0n)
}

export function readDraft(form: { due_on?: string | null; is_collected?: boolean; items: WrittenItem[] }) {
  const dueOn = form.due_on ?? null
  if (dueOn !== null && !isCalendarDate(dueOn)) refuseField('due_on', 'There is no such day.')
  const items = form.items.map(toItem)
  if (amountOf(items) > askedMax) refuseField('items', 'Together that is more than an invoice can ask for.')
  return { dueOn, isCollected: form.is_collected ?? true, items }
}
