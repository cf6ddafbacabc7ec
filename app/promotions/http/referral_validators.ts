import vine from '@vinejs/vine'
import { pageRules } from '#app/shared/http/common_rules'
import { referralStatuses } from '#app/promotions/domain/referral'

export const listReferralsQuery = vine.create({
  ...pageRules,
  status: vine.enum(referralStatuses).optional(),
})

export const referralProgrammeBody = vine.create({
  is_on: vine.boolean(),
  percent: vine.string().maxLength(6),
  hold_days: vine.number().withoutDecimals().min(0).max(365),
})
