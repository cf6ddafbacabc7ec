import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import type { EventLog } from '#app/shared/events/event_log'
import { err, type Result } from '#app/shared/result'
import type { PanelResult } from '#app/provisioning/drivers/contract'
import type { PanelAccessError } from '#app/provisioning/actions/open_panel_access'
import type { ServiceRow } from '#app/provisioning/records/services'

export type BelongingsError =
  | PanelAccessError
  | { type: 'refused_by_panel'; message: string }
  | { type: 'not_there' }
  /** Work on the service goes on that this would disturb. */
  | { type: 'already_under_way' }

export type BelongingsAnswer<T> = Promise<Result<T, BelongingsError>>

/** A refusal of the panel is told in its words: it is about what was asked for. */
export function told<T>(answer: Awaited<PanelResult<T>>): Result<T, BelongingsError> {
  if (answer.ok) return answer
  const { error } = answer
  return error.type === 'refused'
    ? err({ type: 'refused_by_panel', message: error.message })
    : err({ type: 'panel_failed', failure: error })
}

/** Writes down what was done to something that belongs to a service. */
export async function recordOnService<More extends object>(
  events: EventLog,
  kind: Parameters<typeof fact>[0],
  { service, ...more }: { service: ServiceRow } & More
): Promise<void> {
  const data = { serviceId: service.id, subscriptionId: service.subscriptionId, ...more }
  await inTransaction(() =>
    events.record([fact(kind, { kind: 'service', id: service.id }, { customerId: service.customerId, data })])
  )
}
