/** The facts about what staff do to many services at once. */
import { event } from '#app/shared/events/event'

export const serviceBatchStarted = event<{
  batchId: string
  action: string
  hold: string | null
  note: string
  count: number
}>('service_batch.started', 'Staff asked for the same to be done to many services.')
export const serviceBatchFinished = event<{ batchId: string }>(
  'service_batch.finished',
  'Of each of many services was asked what staff wanted; its report says what became of it.'
)
export const serviceBatchStopped = event<{ batchId: string }>(
  'service_batch.stopped',
  'Staff stopped asking the same of many services; what was not asked of yet is left alone.'
)
