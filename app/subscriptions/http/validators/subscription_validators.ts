import vine from '@vinejs/vine'
import { subscriptionStatuses } from '#app/subscriptions/domain/subscription_state'
import { trialStatuses } from '#app/subscriptions/domain/trial'
import { pageRules, singleLine } from '#app/shared/http/common_rules'

export const chooseMethod = vine.create({ payment_method_id: vine.string().maxLength(40).nullable() })

export const listSubscriptionsQuery = vine.create({
  ...pageRules,
  status: vine.enum(subscriptionStatuses).optional(),
  /** Staff only; a customer always sees their own. */
  customer_id: vine.string().maxLength(40).optional(),
})

export const listTrialsQuery = vine.create({ ...pageRules, status: vine.enum(trialStatuses).optional() })

export const cancelSubscription = vine.create({
  when: vine.enum(['now', 'period_end'] as const),
  reason: singleLine(500).optional(),
})
