import { inject } from '@adonisjs/core'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import { runOperation } from '#app/provisioning/domain/jobs'
import { moveOperation, type OperationProblem } from '#app/provisioning/domain/operation'
import { operationCancelled, operationDone, operationFailed } from '#app/provisioning/events'
import { firstInTurn } from '#app/provisioning/domain/reconciliation'
import { SteerService } from '#app/provisioning/actions/steer_service'
import { listOpenOperations, type OperationRow, updateOperation } from '#app/provisioning/records/operations'
import { findService } from '#app/provisioning/records/services'
import { skipPendingSteps } from '#app/provisioning/records/operation_steps'

export type OperationEnd = { status: 'done' } | { status: 'failed' | 'cancelled'; problem: OperationProblem }

/** Ends an operation, lets the next one of its service start, and looks whether the service is now what it should be. */
@inject()
export class FinishOperation {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private steerService: SteerService
  ) {}

  /** Within the transaction that locked the operation with its service and decided the end. */
  async execute(operation: OperationRow, end: OperationEnd): Promise<void> {
    await updateOperation(operation.id, {
      status: moveOperation(operation.status, end.status),
      nextAttemptAt: null,
      leasedUntil: null,
      finishedAt: this.clock.now(),
      failure: end.status === 'done' ? null : end.problem,
    })
    // What was done to its end has no step left.
    if (end.status !== 'done') await skipPendingSteps(operation.id)
    await this.announce(operation, end)
    const service = await findService(operation.serviceId)
    if (!service) return
    const open = await listOpenOperations(operation.serviceId)
    const next = firstInTurn(open, service)
    if (next?.status === 'queued') {
      await updateOperation(next.id, { nextAttemptAt: this.clock.wall() })
      await enqueue(runOperation, { operationId: next.id })
    }
    await this.steerService.steer(service, open)
  }

  private async announce(operation: OperationRow, end: OperationEnd): Promise<void> {
    const subject = { kind: 'operation', id: operation.id }
    const cause = { operationId: operation.id, serviceId: operation.serviceId, operationKind: operation.kind }
    const { customerId } = operation
    if (end.status === 'done') {
      return this.events.record([fact(operationDone, subject, { customerId, data: cause })])
    }
    const kind = end.status === 'failed' ? operationFailed : operationCancelled
    const data = { ...cause, reason: end.problem.message }
    await this.events.record([fact(kind, subject, { customerId, data })])
  }
}
