/** The facts about differences between what stands on a panel and what is sold. */
import { event } from '#app/shared/events/event'

interface DriftCause {
  driftId: string
  serviceId: string | null
  repair: string
}

export const driftRepairChosen = event<DriftCause>(
  'drift.repair_chosen',
  'Staff decided how a difference between a panel and what is sold is repaired.'
)
export const driftRepaired = event<DriftCause>(
  'drift.repaired',
  'A difference between a panel and what is sold was repaired.'
)
export const driftRepairFailed = event<DriftCause & { reason: string }>(
  'drift.repair_failed',
  'A repair of a difference did not work; the difference stays open.'
)
export const driftIgnored = event<{ driftId: string; serviceId: string | null; note: string }>(
  'drift.ignored',
  'Staff decided that a difference between a panel and what is sold stays as it is.'
)
