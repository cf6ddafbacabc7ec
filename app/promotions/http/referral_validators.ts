import vine from '@vinejs/vine'
import { pageRules } from '#app/shared/http/common_rules'
import { referralStatuses } from '#app/promotions/domain/referral'

export const listReferralsQuery = vine.create({
  ...pageRules,
  status: vine.enum(referralStatuses).optional(),
})

/** Staff ask for those of one customer as well, on either side. */
export const listAllReferralsQuery = vine.create({
  ...pageRules,
  status: vine.enum(referralStatuses).optional(),
  customer_id: vine.string().maxLength(40).optional(),
})

/** The same as lists of staff have it in their address. */
export const referralPageQuery = vine.create({
  ...pageRules,
  status: vine.enum(referralStatuses).optional(),
  customer: vine.string().maxLength(40).optional(),
})

export const referralProgrammeBody = vine.create({
  is_on: vine.boolean(),
  percent: vine.string().maxLength(6),
  hold_days: vine.number().withoutDecimals().min(0).max(365),
})
