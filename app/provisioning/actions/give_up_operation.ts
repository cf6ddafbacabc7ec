import { inject } from '@adonisjs/core'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import { runOperation } from '#app/provisioning/domain/jobs'
import type { OperationProblem } from '#app/provisioning/domain/operation'
import { creationCleanUp } from '#app/provisioning/domain/operation_plans'
import { cleanUpFailuresBeforeReport } from '#app/provisioning/domain/retry'
import { serviceVanished } from '#app/provisioning/events'
import type { Turn } from '#app/provisioning/actions/claim_step'
import { FinishOperation } from '#app/provisioning/actions/finish_operation'
import { KeepAddresses } from '#app/provisioning/actions/keep_addresses'
import { creationFailure } from '#app/provisioning/actions/steps/creation_failure'
import { updateOperation } from '#app/provisioning/records/operations'
import { insertSteps, skipPendingSteps, updateStep } from '#app/provisioning/records/operation_steps'
import { findService, updateService } from '#app/provisioning/records/services'

/** What follows when no further try makes sense: a creation cleans up behind itself, anything else fails and says why. */
@inject()
export class GiveUpOperation {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private finishOperation: FinishOperation,
    private keepAddresses: KeepAddresses
  ) {}

  /** Within the transaction that writes the answer. */
  async execute(turn: Turn, problem: OperationProblem): Promise<void> {
    const { step, operation } = turn
    await updateStep(step, { status: 'failed', error: problem, finishedAt: this.clock.wall() })
    if (operation.kind === 'create') return this.cleanUp(turn, problem)
    if (problem.type === 'gone') await this.reportVanished(turn)
    await this.finishOperation.execute(operation, { status: 'failed', problem })
  }

  /** The money is released late rather than never: when the panel cannot be reached, the failure is told before all is clean. */
  async reportWhenCleanUpDrags({ service, operation }: Turn, failures: number): Promise<void> {
    if (failures < cleanUpFailuresBeforeReport) return
    const now = await findService(service.id)
    if (!now) return
    const { service: changes, facts } = creationFailure(now, operation)
    await updateService(service.id, changes)
    await this.events.record(facts)
  }

  private async cleanUp({ operation, steps }: Turn, problem: OperationProblem): Promise<void> {
    await skipPendingSteps(operation.id)
    const last = Math.max(...steps.map((step) => step.position))
    await insertSteps(operation.id, creationCleanUp, last + 1)
    await updateOperation(operation.id, {
      failure: problem,
      leasedUntil: null,
      nextAttemptAt: this.clock.wall(),
    })
    await enqueue(runOperation, { operationId: operation.id })
  }

  /** A server that is gone without our doing is reported, never hidden. */
  private async reportVanished({ service, panel }: Turn): Promise<void> {
    if (service.observed === 'absent') return
    const absent = { observed: 'absent', powerState: null, observedAt: this.clock.wall() } as const
    await this.keepAddresses.execute(service, panel, absent)
    await this.events.record([
      fact(
        serviceVanished,
        { kind: 'service', id: service.id },
        {
          customerId: service.customerId,
          data: { serviceId: service.id, subscriptionId: service.subscriptionId },
        }
      ),
    ])
  }
}
