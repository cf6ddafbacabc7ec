import { inject } from '@adonisjs/core'
import { currentActor } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import { runOperation } from '#app/provisioning/domain/jobs'
import type { OperationKind } from '#app/provisioning/domain/operation'
import { stepsOf } from '#app/provisioning/domain/operation_plans'
import { operationQueued } from '#app/provisioning/events'
import {
  findLastInput,
  findOperationByKey,
  insertOperation,
  type OperationInput,
  type OperationRow,
} from '#app/provisioning/records/operations'
import { insertSteps } from '#app/provisioning/records/operation_steps'
import type { ServiceRow } from '#app/provisioning/records/services'

export interface QueueOperationInput {
  service: ServiceRow
  kind: OperationKind
  input?: OperationInput
  /** The same key on one service is the same operation, however often it is asked for. */
  idempotencyKey?: string | null
}

/** Writes down a piece of work on a service with its steps; it starts when those before it have ended. */
@inject()
export class QueueOperation {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ service, kind, input = {}, idempotencyKey = null }: QueueOperationInput): Promise<OperationRow> {
    return inTransaction(async () => {
      const known = idempotencyKey
        ? await findOperationByKey({ serviceId: service.id, idempotencyKey })
        : null
      if (known) return known
      const operation = this.build({
        service,
        kind,
        input: await withPower({ service, kind, input }),
        idempotencyKey,
      })
      await insertOperation(operation)
      await insertSteps(operation.id, stepsOf(kind, input), 0)
      await this.events.record([
        fact(
          operationQueued,
          { kind: 'operation', id: operation.id },
          {
            customerId: service.customerId,
            data: { operationId: operation.id, serviceId: service.id, operationKind: kind },
          }
        ),
      ])
      await enqueue(runOperation, { operationId: operation.id })
      return operation
    })
  }

  private build({ service, kind, input, idempotencyKey }: Required<QueueOperationInput>): OperationRow {
    const actor = currentActor()
    return {
      id: newId(),
      serviceId: service.id,
      customerId: service.customerId,
      kind,
      status: 'queued',
      input,
      requestedByKind: actor.kind,
      requestedById: actor.id,
      idempotencyKey,
      attempts: 0,
      nextAttemptAt: this.clock.wall(),
      leasedUntil: null,
      failure: null,
      createdAt: this.clock.now(),
      startedAt: null,
      finishedAt: null,
    }
  }
}

/** What ran when it was suspended is to run again afterwards: panels leave some servers switched off. */
async function withPower({
  service,
  kind,
  input,
}: Required<Pick<QueueOperationInput, 'service' | 'kind' | 'input'>>): Promise<OperationInput> {
  if (kind === 'suspend') return { ...input, powerBefore: service.powerState }
  if (kind !== 'resume') return input
  const before = await findLastInput(service.id, 'suspend')
  return before?.powerBefore === 'running' ? { ...input, power: 'boot' } : input
}
