import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'
import { impersonationMinutesMax } from '#app/identity/domain/impersonation'

export const resetSignIn = vine.create({ reason: singleLine(500).minLength(5) })

export const newImpersonation = vine.create({
  customer_id: vine.string().maxLength(40),
  user_id: vine.string().maxLength(40),
  reason: singleLine(500).minLength(5),
  minutes: vine.number().withoutDecimals().min(5).max(impersonationMinutesMax).optional(),
})
