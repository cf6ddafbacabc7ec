import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'

export const listSubscriptionsQuery = vine.create({
  ...pageRules,
  status: vine.enum(['pending', 'active', 'past_due', 'suspended', 'cancelled'] as const).optional(),
  /** Staff only; a customer always sees their own. */
  customer_id: vine.string().maxLength(40).optional(),
})

export const cancelSubscription = vine.create({
  when: vine.enum(['now', 'period_end'] as const),
  reason: singleLine(500).optional(),
})
