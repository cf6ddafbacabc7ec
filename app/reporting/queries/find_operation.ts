import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { listOperations, type OperationListRow } from '#app/reporting/queries/list_operations'
import { listRemoteCalls, type RemoteCallRow } from '#app/reporting/queries/list_remote_calls'

export interface OperationStepRow {
  position: number
  name: string
  status: string
  attempts: number
  output: Record<string, unknown>
  error: { type?: string; message?: string } | null
  started_at: Date | null
  finished_at: Date | null
}

export interface OperationRecord {
  operation: OperationListRow
  input: Record<string, unknown>
  nextAttemptAt: Date | null
  /** Whether the change of the subscription that it was for has ended without it: then it cannot go on. */
  hasEndedChange: boolean
  steps: OperationStepRow[]
  calls: RemoteCallRow[]
}

/** One operation with its steps and every call that it made. */
export function findOperation(id: string): Promise<OperationRecord | null> {
  return inReadTransaction(async () => {
    const operation = (await listOperations({ id, size: 1 })).rows[0]
    if (!operation) return null
    const more = await sql<{
      input: Record<string, unknown>
      next_attempt_at: Date | null
      has_ended: boolean
    }>`
      select o.input, o.next_attempt_at, o.status <> 'done' and o.input ->> 'changeId' is not null and not exists (
               select from subscription_changes c
                where c.tenant_id = o.tenant_id and c.id = (o.input ->> 'changeId')::uuid and c.status = 'applying') as has_ended
        from operations o where o.id = ${id}`.execute(db)
    const steps = await sql<OperationStepRow>`
      select position, name, status, attempts, output, error, started_at, finished_at
        from operation_steps where operation_id = ${id} order by position`.execute(db)
    return {
      operation,
      input: more.rows[0]?.input ?? {},
      nextAttemptAt: more.rows[0]?.next_attempt_at ?? null,
      hasEndedChange: more.rows[0]?.has_ended ?? false,
      steps: steps.rows,
      calls: await listRemoteCalls([id]),
    }
  })
}
