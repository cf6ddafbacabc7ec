/**
 * Three queues, each with its own workers, so that a slow panel never delays a payment and a report never delays a mail.
 * critical: payments, provisioning, suspension. normal: mail, reactions. low: analytics, clean-up, the time machine.
 */
export const queueNames = ['critical', 'normal', 'low'] as const
export type QueueName = (typeof queueNames)[number]

/** A piece of work that can be queued; `Payload` is only a type. What it does is bound to it in `start/jobs.ts`. */
export interface Job<Payload extends object> {
  readonly name: string
  readonly queue: QueueName
  readonly payload?: Payload
}

export function job<Payload extends object>(name: string, queue: QueueName): Job<Payload> {
  return { name, queue }
}

/** What a worker runs for a queued job: load, call one action, stop. It must be repeatable. */
export interface JobRunner<Payload extends object> {
  run(payload: Payload): Promise<void>
}

/** What lies in the queue. */
export interface QueuedJob {
  job: string
  tenantId: string
  payload: object
  requestId: string | null
  /** Part of work over many subjects, and so is all that follows from it. */
  isBulk?: true
}

/** A night of a hundred thousand invoices waits for the customer who pays one, never the other way round. */
export const bulkPriority = -1
