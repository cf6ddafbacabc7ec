import type { Selectable, Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { OperationSteps } from '#app/shared/database/schema'
import type { OperationProblem, StepStatus } from '#app/provisioning/domain/operation'
import type { StepName } from '#app/provisioning/domain/operation_plans'

/** What a step leaves for those after it. Secrets only sealed. */
export type StepOutput = Record<string, unknown>

export interface StepRow {
  operationId: string
  position: number
  name: StepName
  status: StepStatus
  attempts: number
  failures: number
  polls: number
  pollingSince: Date | null
  output: StepOutput
  error: OperationProblem | null
  startedAt: Date | null
  finishedAt: Date | null
}

export type StepChanges = Partial<Omit<StepRow, 'operationId' | 'position' | 'name'>>

export async function listSteps(operationId: string): Promise<StepRow[]> {
  const rows = await db
    .selectFrom('operation_steps')
    .selectAll()
    .where('operation_id', '=', operationId)
    .orderBy('position')
    .execute()
  return rows.map(toStep)
}

export async function insertSteps(
  operationId: string,
  names: readonly StepName[],
  firstPosition: number
): Promise<void> {
  await db
    .insertInto('operation_steps')
    .values(
      names.map((name, index) => ({ operation_id: operationId, position: firstPosition + index, name }))
    )
    .execute()
}

export async function updateStep(
  step: { operationId: string; position: number },
  changes: StepChanges
): Promise<void> {
  const columns: Updateable<OperationSteps> = {
    status: changes.status,
    attempts: changes.attempts,
    failures: changes.failures,
    polls: changes.polls,
    polling_since: changes.pollingSince,
    output: changes.output && JSON.stringify(changes.output),
    error: changes.error && JSON.stringify(changes.error),
    started_at: changes.startedAt,
    finished_at: changes.finishedAt,
  }
  const known = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  tell(
    db
      .updateTable('operation_steps')
      .set(known)
      .where('operation_id', '=', step.operationId)
      .where('position', '=', step.position)
      .compile()
  )
}

/** Steps that will not run any more because the operation took another way. */
export async function skipPendingSteps(operationId: string): Promise<void> {
  await db
    .updateTable('operation_steps')
    .set({ status: 'skipped' })
    .where('operation_id', '=', operationId)
    .where('status', '=', 'pending')
    .execute()
}

/** Steps from a position on start anew. */
export async function resetStepsFrom(operationId: string, position: number): Promise<void> {
  await db
    .updateTable('operation_steps')
    .set({ status: 'pending', failures: 0, polls: 0, polling_since: null, error: null, finished_at: null })
    .where('operation_id', '=', operationId)
    .where('position', '>=', position)
    .execute()
}

export async function removeStepsAfter(operationId: string, position: number): Promise<void> {
  await db
    .updateTable('operation_steps')
    .set({ status: 'skipped' })
    .where('operation_id', '=', operationId)
    .where('position', '>', position)
    .execute()
}

function toStep(row: Selectable<OperationSteps>): StepRow {
  return {
    operationId: row.operation_id,
    position: row.position,
    name: row.name as StepName,
    status: row.status as StepStatus,
    attempts: row.attempts,
    failures: row.failures,
    polls: row.polls,
    pollingSince: row.polling_since,
    output: row.output as StepOutput,
    error: row.error as unknown as OperationProblem | null,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}
