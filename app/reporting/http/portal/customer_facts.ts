import type { Ability } from '#app/shared/http/caller'

const ofServices = [
  'service.activated',
  'service.creation_failed',
  'service.suspended',
  'service.resumed',
  'service.terminated',
  'service.rebuilt',
  'service.password_reset',
  'operation.failed',
  'subscription.cancellation_scheduled',
  'subscription.cancellation_withdrawn',
  'subscription.cancelled',
]

const ofMoney = [
  'order.placed',
  'order.completed',
  'order.failed',
  'invoice.issued',
  'invoice.paid',
  'invoice.voided',
  'invoice.collection_failed',
  'invoice.carried',
  'payment.action_required',
  'payment_method.saved',
  'payment_method.removed',
]

/**
 * What a customer is told of on the overview, as far as the reader may see it. Each has its words in `activity.json`.
 * @param seesAllServices not a member who was given chosen ones: facts do not say for each whether it is theirs
 */
export function customerFacts(abilities: ReadonlySet<Ability>, seesAllServices: boolean): string[] {
  return [
    ...(seesAllServices && abilities.has('services:read') ? ofServices : []),
    ...(abilities.has('billing:read') ? ofMoney : []),
  ]
}
