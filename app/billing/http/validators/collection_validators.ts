import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { caseStates } from '#app/billing/records/collection_cases'

export const handOverForm = vine.create({
  agency: singleLine(200),
  reference: singleLine(100).nullable().optional(),
  note: vine.string().trim().minLength(1).maxLength(2000).nullable().optional(),
})
export const takeBackForm = vine.create({ reason: singleLine(500) })

const filters = {
  state: vine.enum(caseStates).optional(),
  customer_id: vine.string().maxLength(40).optional(),
}
export const listCasesQuery = vine.create({ ...pageRules, ...filters })
export const caseTotalsQuery = vine.create({ customer_id: vine.string().maxLength(40).optional() })
