import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { findChangeStatus, type SubscriptionChange } from '#app/subscriptions/index'
import { runOperation } from '#app/provisioning/domain/jobs'
import { moveOperation } from '#app/provisioning/domain/operation'
import { creationCleanUp, type StepName } from '#app/provisioning/domain/operation_plans'
import { operationResumed } from '#app/provisioning/events'
import { FinishOperation } from '#app/provisioning/actions/finish_operation'
import {
  listOpenOperations,
  lockOperation,
  type OperationRow,
  updateOperation,
} from '#app/provisioning/records/operations'
import {
  listSteps,
  resetStepsFrom,
  type StepRow,
  updateStep,
} from '#app/provisioning/records/operation_steps'
import { findService, lockService, updateService } from '#app/provisioning/records/services'

export type SteerOperationError =
  | { type: 'operation_not_found' }
  | { type: 'operation_not_open' }
  | { type: 'operation_at_work' }
  | { type: 'creation_ended' }
  | { type: 'another_at_work'; operationId: string }
  | { type: 'change_ended'; status: SubscriptionChange['status'] | null }
  | { type: 'step_not_found' }
  | { type: 'no_server_yet' }
  | { type: 'approval_undecided' }

type SteerResult = Promise<Result<OperationRow, SteerOperationError>>

/** What staff do with an operation that waits or failed: try now, go on from a step, call it off. */
@inject()
export class SteerOperation {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private finishOperation: FinishOperation
  ) {}

  /** Tries the present step now, or a failed operation once more from the step that failed. */
  retry(operationId: string): SteerResult {
    return inTransaction(async () => {
      const operation = await lockOperation(operationId)
      if (!operation) return err({ type: 'operation_not_found' })
      const steps = await listSteps(operationId)
      const stopped = stoppedStep(steps)
      if (!stopped) return err({ type: 'operation_not_open' })
      return this.goOn(operation, stopped.position)
    })
  }

  /** Goes on from a chosen step: those before it count as done, it and those after it are tried anew. */
  resumeAt({ operationId, position }: { operationId: string; position: number }): SteerResult {
    return inTransaction(async () => {
      const operation = await lockOperation(operationId)
      if (!operation) return err({ type: 'operation_not_found' })
      const steps = await listSteps(operationId)
      const chosen = steps.find((step) => step.position === position)
      if (!chosen) return err({ type: 'step_not_found' })
      const service = await findService(operation.serviceId)
      // Deciding is a deed of its own, with its name in the log; going on behind the step that waits for it would pass it by.
      const decision = steps.find(({ name }) => name === 'await_approval')
      if (operation.input.approval === 'asked' && decision && position > decision.position)
        return err({ type: 'approval_undecided' })
      if (needsServer(chosen.name) && !service?.externalReference) return err({ type: 'no_server_yet' })
      if (isCleaningUp(steps) && !creationCleanUp.includes(chosen.name))
        return err({ type: 'creation_ended' })
      for (const step of steps) {
        if (step.position < position && step.status !== 'done') await updateStep(step, { status: 'skipped' })
      }
      return this.goOn(operation, position)
    })
  }

  /** Calls an operation off that has not begun, or that waits. A creation that has begun cleans up behind itself instead. */
  cancel({ operationId, reason }: { operationId: string; reason: string }): SteerResult {
    return inTransaction(async () => {
      const operation = await lockOperation(operationId)
      if (!operation) return err({ type: 'operation_not_found' })
      if (!['queued', 'waiting'].includes(operation.status)) return err({ type: 'operation_not_open' })
      if (operation.kind === 'create') return this.callOffCreation(operation)
      await this.finishOperation.execute(operation, {
        status: 'cancelled',
        problem: { type: 'cancelled_by_staff', message: reason },
      })
      return ok(operation)
    })
  }

  private async goOn(operation: OperationRow, position: number): SteerResult {
    const refusal = await this.refusalToGoOn(operation)
    if (refusal) return err(refusal)
    await resetStepsFrom(operation.id, position)
    const status =
      operation.status === 'queued' ? operation.status : moveOperation(operation.status, 'running')
    const changes = { status, leasedUntil: null, nextAttemptAt: this.clock.wall(), finishedAt: null }
    const steps = await listSteps(operation.id)
    await updateOperation(operation.id, {
      ...changes,
      failure: isCleaningUp(steps) ? operation.failure : null,
    })
    const data = {
      operationId: operation.id,
      serviceId: operation.serviceId,
      operationKind: operation.kind,
      step: steps.find((step) => step.position === position)?.name ?? '',
    }
    const subject = { kind: 'operation', id: operation.id }
    await this.events.record([fact(operationResumed, subject, { customerId: operation.customerId, data })])
    await enqueue(runOperation, { operationId: operation.id })
    return ok({ ...operation, ...changes })
  }

  private async refusalToGoOn(operation: OperationRow): Promise<SteerOperationError | null> {
    if (operation.status === 'done' || operation.status === 'cancelled') return { type: 'operation_not_open' }
    if (operation.leasedUntil && operation.leasedUntil > this.clock.wall())
      return { type: 'operation_at_work' }
    // Its order has failed and its money was released: a new order is the only way back.
    const service = await lockService(operation.serviceId)
    if (operation.kind === 'create' && service?.status === 'failed') return { type: 'creation_ended' }
    const ended = await this.endOfChange(operation)
    if (ended) return ended
    const other = (await listOpenOperations(operation.serviceId)).find(
      (open) => open.id !== operation.id && open.status !== 'queued'
    )
    return other && operation.status === 'failed' ? { type: 'another_at_work', operationId: other.id } : null
  }

  /** What was taken back, with its money, is not delivered after all; nor is what a later change has overtaken. */
  private async endOfChange({ input }: OperationRow): Promise<SteerOperationError | null> {
    if (!input.changeId) return null
    const status = await findChangeStatus(input.changeId)
    return status === 'applying' ? null : { type: 'change_ended', status }
  }

  /** The next step finds that the service is not wanted any more and takes the way of a failed creation. */
  private async callOffCreation(operation: OperationRow): SteerResult {
    if (isCleaningUp(await listSteps(operation.id))) return err({ type: 'creation_ended' })
    await updateService(operation.serviceId, { desired: 'gone' })
    await resetStepsFrom(operation.id, 0)
    await updateOperation(operation.id, { leasedUntil: null, nextAttemptAt: this.clock.wall() })
    await enqueue(runOperation, { operationId: operation.id })
    return ok(operation)
  }
}

/** A creation that cleans up does not go back to creating: its failure stands. */
function isCleaningUp(steps: StepRow[]): boolean {
  return steps.some((step) => step.name === 'report_creation_failure')
}

function stoppedStep(steps: StepRow[]): StepRow | undefined {
  const failed = isCleaningUp(steps) ? undefined : steps.find((step) => step.status === 'failed')
  return failed ?? steps.find((step) => !['done', 'failed', 'skipped'].includes(step.status))
}

function needsServer(step: StepName): boolean {
  const withoutServer: StepName[] = ['ensure_panel_user', 'create_server', ...creationCleanUp]
  return !withoutServer.includes(step)
}
