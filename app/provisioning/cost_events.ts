/** The facts about what is paid for panels, plans and addresses. */
import { event } from '#app/shared/events/event'

export const upstreamCostSet = event<{ costId: string; kind: string; targetId: string }>(
  'upstream_cost.set',
  'Staff wrote down what is paid in a month for a panel, a plan or an address.'
)
export const upstreamCostChanged = event<{ costId: string; kind: string; targetId: string }>(
  'upstream_cost.changed',
  'Staff changed until when a cost of a panel, a plan or an address holds.'
)
export const upstreamCostRemoved = event<{ costId: string; kind: string; targetId: string }>(
  'upstream_cost.removed',
  'What staff had written down as a cost was taken back.'
)
