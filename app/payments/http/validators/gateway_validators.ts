import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'

/** Answers to the fields of the driver's form, by name; a switch is "true" or "false". A secret that is left out or empty stays. */
const answers = () => vine.record(vine.string().maxLength(2_000).nullable())

export const connectGatewayForm = vine.create({
  driver: vine.string().maxLength(40),
  name: singleLine(60),
  settings: answers(),
})

export const changeGatewayForm = vine.create({
  name: singleLine(60).optional(),
  status: vine.enum(['active', 'disabled'] as const).optional(),
  settings: answers().optional(),
})

export const orderGatewaysForm = vine.create({
  /** All gateways, in the order in which customers are offered them. */
  gateway_ids: vine.array(vine.string().maxLength(40)).maxLength(100),
})

const day = () => vine.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const settlementQuery = vine.create({ day: day().optional() })

export const settlementPageQuery = vine.create({ ...pageRules, day: day().optional() })

export const movementsQuery = vine.create({
  ...pageRules,
  status: vine.enum(['unmatched', 'matched', 'answered'] as const).optional(),
  day: day().optional(),
  payout_reference: vine.string().maxLength(120).optional(),
})

export const answerMovementForm = vine.create({
  answer: vine.enum(['fee', 'difference'] as const),
  /** Why: kept with the movement and in the audit log. */
  note: vine.string().trim().minLength(1).maxLength(500),
})
