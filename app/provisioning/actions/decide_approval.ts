import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { runOperation } from '#app/provisioning/domain/jobs'
import { isOpen } from '#app/provisioning/domain/operation'
import { type serviceApprovalAsked, serviceApprovalRefused, serviceApproved } from '#app/provisioning/events'
import { lockOperation, type OperationRow, updateOperation } from '#app/provisioning/records/operations'
import { findService, type ServiceRow } from '#app/provisioning/records/services'

export interface ApprovalDecision {
  operationId: string
  isApproved: boolean
  /** Why. The customer reads it when the order is refused. */
  note: string
}

export type ApprovalError = { type: 'operation_not_found' } | { type: 'nothing_to_decide' }

/** Lets the set-up of a service begin, or ends its order; what was authorised for it is let go then. */
@inject()
export class DecideApproval {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ operationId, isApproved, note }: ApprovalDecision): Promise<Result<OperationRow, ApprovalError>> {
    return inTransaction(async () => {
      const operation = await lockOperation(operationId)
      const service = operation && (await findService(operation.serviceId))
      if (!operation || !service) return err({ type: 'operation_not_found' })
      if (operation.input.approval !== 'asked' || !isOpen(operation.status))
        return err({ type: 'nothing_to_decide' })
      const approval = isApproved ? ('given' as const) : ('refused' as const)
      const input = { ...operation.input, approval, approvalNote: note }
      await updateOperation(operationId, { input, nextAttemptAt: this.clock.wall() })
      const kind = isApproved ? serviceApproved : serviceApprovalRefused
      await this.events.record([approvalFact(kind, { service, operation, note })])
      await enqueue(runOperation, { operationId })
      return ok({ ...operation, input })
    })
  }
}

type ApprovalEvent = typeof serviceApprovalAsked

export function approvalFact(
  kind: ApprovalEvent,
  cause: { service: ServiceRow; operation: OperationRow; note?: string }
): NewFact {
  const { service, operation, note = '' } = cause
  const data = {
    serviceId: service.id,
    subscriptionId: service.subscriptionId,
    operationId: operation.id,
    note,
  }
  return fact(kind, { kind: 'service', id: service.id }, { customerId: service.customerId, data })
}
