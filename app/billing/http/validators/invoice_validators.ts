import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'

const status = () => vine.enum(['open', 'paid', 'void', 'uncollectible'] as const).optional()
const reference = () => singleLine(40).optional()

export const listInvoicesQuery = vine.create({ ...pageRules, status: status(), reference: reference() })

export const listAllInvoicesQuery = vine.create({
  ...pageRules,
  status: status(),
  reference: reference(),
  customer_id: vine.string().maxLength(40).optional(),
})

/** Until when a customer promised to pay. */
export const promiseForm = vine.create({
  until: vine.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  reason: singleLine(500),
})

/** Why staff takes an invoice back or gives it up: kept with the fact. */
export const invoiceDecision = vine.create({ reason: singleLine(500) })
