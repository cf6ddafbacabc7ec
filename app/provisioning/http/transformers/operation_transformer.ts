import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { type Obstacle, obstacleIn, obstacleOf } from '#app/provisioning/domain/obstacle'
import {
  isOpen,
  operationKinds,
  operationStatuses,
  type OperationKind,
} from '#app/provisioning/domain/operation'
import type { ListedOperation, OperationStory } from '#app/provisioning/queries/list_operations'
import type { RemoteCallView } from '#app/provisioning/queries/list_remote_calls'
import type { OperationRow } from '#app/provisioning/records/operations'
import type { StepRow } from '#app/provisioning/records/operation_steps'

/** Why it does not go on, for a customer: a panel's own words stay with staff. */
const waitingWords: Record<Obstacle, string> = {
  panel_away: 'The system it runs on is busy, or has not answered. It goes on by itself.',
  our_side: 'Something on our side needs attention. Our staff has been told.',
  slow: 'It takes longer than usual. Our staff has been told.',
  approval: 'Our staff looks at the order first. It goes on by itself then.',
}

const failedWords: Partial<Record<OperationKind, string>> = {
  create: 'The server could not be set up. Nothing was charged.',
}

/** What a panel refuses, and what staff write when they call something off, is for whoever asked. */
const endedWords: Partial<Record<Obstacle, string>> = {
  panel_away: 'It could not be done: the system it runs on did not answer.',
  our_side: 'It could not be done because of something on our side. Our staff has been told.',
  slow: 'It took too long and was given up. Our staff has been told.',
}

export function showOperation(operation: ListedOperation | OperationRow) {
  return {
    id: showId('operation', operation.id),
    service_id: showId('service', operation.serviceId),
    hostname: 'hostname' in operation ? operation.hostname : null,
    kind: operation.kind,
    status: operation.status,
    power: operation.input.power ?? null,
    template: operation.input.template ?? null,
    problem: plainProblem(operation),
    created_at: operation.createdAt.toISOString(),
    started_at: operation.startedAt?.toISOString() ?? null,
    finished_at: operation.finishedAt?.toISOString() ?? null,
  }
}

function plainProblem({ failure, kind, status }: OperationRow): string | null {
  if (!failure || status === 'done') return null
  const obstacle = obstacleIn(failure)
  if (isOpen(status)) return waitingWords[obstacle ?? 'our_side']
  return (status === 'failed' && failedWords[kind]) || (obstacle && endedWords[obstacle]) || failure.message
}

/** What staff see besides: the very words, the tries, and when the next one is. */
export function showOperationToStaff(operation: ListedOperation | OperationRow) {
  return {
    ...showOperation(operation),
    customer_id: showId('customer', operation.customerId),
    attempts: operation.attempts,
    failure: operation.failure ? { type: operation.failure.type, message: operation.failure.message } : null,
    requested_by: operation.requestedByKind,
    next_attempt_at: operation.nextAttemptAt?.toISOString() ?? null,
  }
}

/** What a customer watches: the steps, without what they found or said. */
export function showProgress({ operation, steps }: OperationStory) {
  return {
    ...showOperation(operation),
    obstacle: obstacleOf(operation),
    steps: steps.map(({ name, status, finishedAt }) => ({
      name: name as string,
      status: status as string,
      finished_at: finishedAt?.toISOString() ?? null,
    })),
  }
}

export function showStory({ operation, steps }: OperationStory) {
  return { ...showOperationToStaff(operation), steps: steps.map(showStep) }
}

/** What a step left is shown without anything sealed. */
function showStep(step: StepRow) {
  return {
    position: step.position,
    name: step.name as string,
    status: step.status as string,
    attempts: step.attempts,
    failures: step.failures,
    looks: step.polls,
    reference: typeof step.output.reference === 'string' ? step.output.reference : null,
    error: step.error ? { type: step.error.type, message: step.error.message } : null,
    started_at: step.startedAt?.toISOString() ?? null,
    finished_at: step.finishedAt?.toISOString() ?? null,
  }
}

export function showRemoteCall(call: RemoteCallView) {
  return {
    id: showId('remoteCall', call.id),
    system: call.system,
    method: call.method,
    url: call.url,
    request: call.request === null ? null : JSON.stringify(call.request),
    response: call.response === null ? null : JSON.stringify(call.response),
    status: call.status,
    outcome: call.outcome,
    duration_ms: call.durationMs,
    called_at: call.calledAt.toISOString(),
  }
}

const text = () => vine.string().nullable()
const problem = () => vine.object({ type: vine.string(), message: vine.string() }).nullable()

const operationFields = {
  id: vine.string(),
  service_id: vine.string(),
  hostname: text(),
  kind: vine.enum(operationKinds),
  status: vine.enum(operationStatuses),
  power: text(),
  template: text(),
  problem: text(),
  created_at: vine.string(),
  started_at: text(),
  finished_at: text(),
}

export const operationShape = vine.create(operationFields)

const staffOperationFields = {
  ...operationFields,
  customer_id: vine.string(),
  attempts: vine.number(),
  failure: problem(),
  requested_by: vine.string(),
  next_attempt_at: text(),
}

export const staffOperationShape = vine.create(staffOperationFields)

export const operationStoryShape = vine.create({
  ...staffOperationFields,
  steps: vine.array(
    vine.object({
      position: vine.number(),
      name: vine.string(),
      status: vine.string(),
      attempts: vine.number(),
      failures: vine.number(),
      looks: vine.number(),
      reference: text(),
      error: problem(),
      started_at: text(),
      finished_at: text(),
    })
  ),
})

export const remoteCallShape = vine.create({
  id: vine.string(),
  system: vine.string(),
  method: vine.string(),
  url: vine.string(),
  request: text(),
  response: text(),
  status: vine.number().nullable(),
  outcome: vine.string(),
  duration_ms: vine.number(),
  called_at: vine.string(),
})
