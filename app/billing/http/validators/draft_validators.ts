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
export const issueDraftForm = vine.create({
  version: vine.number().withoutDecimals().min(1),
  with_pending_items: vine.boolean().optional(),
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

interface WrittenItem {
  kind?: StaffItem['kind']
  description: string
  quantity: number
  unit_amount: string
}

export function readItem({ kind = 'item', description, quantity, unit_amount }: WrittenItem): StaffItem {
  return { kind, description, quantity, unitAmount: BigInt(unit_amount) }
}

export function readDraft(form: { due_on?: string | null; is_collected?: boolean; items: WrittenItem[] }) {
  const dueOn = form.due_on ?? null
  if (dueOn !== null && !isCalendarDate(dueOn)) refuseField('due_on', 'There is no such day.')
  return { dueOn, isCollected: form.is_collected ?? true, items: form.items.map(readItem) }
}
