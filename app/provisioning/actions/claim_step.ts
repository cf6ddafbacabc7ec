import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { addMilliseconds } from '#app/shared/time/calendar'
import type { PanelCustomer } from '#app/provisioning/drivers/contract'
import { isOpen, moveOperation } from '#app/provisioning/domain/operation'
import { firstInTurn, isStillNeeded } from '#app/provisioning/domain/reconciliation'
import { leaseMs } from '#app/provisioning/domain/retry'
import { moveService } from '#app/provisioning/domain/service'
import { FinishOperation } from '#app/provisioning/actions/finish_operation'
import { findPanelCustomer } from '#app/provisioning/queries/find_panel_customer'
import {
  listOpenOperations,
  lockOperation,
  type OperationRow,
  updateOperation,
} from '#app/provisioning/records/operations'
import { listSteps, type StepRow, updateStep } from '#app/provisioning/records/operation_steps'
import { findPanelUser } from '#app/provisioning/records/panel_users'
import { findPanel, type PanelRow } from '#app/provisioning/records/panels'
import {
  findService,
  listKnownReferences,
  type ServiceRow,
  updateService,
} from '#app/provisioning/records/services'

/** What stands around a service: its panel, and its owner there. */
interface Surroundings {
  panel: PanelRow
  customer: PanelCustomer
  userReference: string | null
  knownReferences: string[]
}

/** One step that this worker may now run, and everything known about it. */
export interface Turn extends Surroundings {
  operation: OperationRow
  service: ServiceRow
  step: StepRow
  steps: StepRow[]
  /** An earlier try of this step was never settled. */
  wasCut: boolean
  /** Until when nobody else touches the operation; also the proof, on writing the answer, that nobody did. */
  leasedUntil: Date
}

/**
 * Takes the next step of an operation for this worker and writes down that it is about to be tried. Only after this is
 * committed may the panel be called: whoever comes after a crash sees that a try may have acted.
 */
@inject()
export class ClaimStep {
  constructor(
    private clock: Clock,
    private finishOperation: FinishOperation
  ) {}

  execute(operationId: string): Promise<Turn | null> {
    return inTransaction(async () => {
      const operation = await lockOperation(operationId)
      if (!operation || !isOpen(operation.status) || !this.isFree(operation)) return null
      const service = await findService(operation.serviceId)
      if (!service) return null
      if (!(await this.isItsTurn(operation, service))) {
        // Whoever ends the one before wakes it.
        await updateOperation(operationId, { nextAttemptAt: null })
        return null
      }
      if (operation.status === 'queued' && !isStillNeeded(operation.kind, service)) {
        await this.callOff(operation)
        return null
      }
      return this.take(operation, service, await this.surroundings(service))
    })
  }

  /**
   * The next step for the worker that holds the operation, within the transaction that settles the step before: what is done and what is
   * intended next are true together. Whether the panel is switched off, and how the service stands, is read anew.
   * @param turn the turn that ends
   * @param operation as it is locked
   */
  async goOn(turn: Turn, operation: OperationRow): Promise<Turn> {
    const service = await findService(operation.serviceId)
    if (!service) throw new Error(`Operation ${operation.id} works on a service that does not exist`)
    const { customer, userReference, knownReferences } = turn
    const isKnown = userReference !== null
    return this.take(
      operation,
      service,
      isKnown
        ? { panel: await requirePanel(service), customer, userReference, knownReferences }
        : await this.surroundings(service)
    )
  }

  private isFree({ leasedUntil, nextAttemptAt }: OperationRow): boolean {
    const now = this.clock.wall()
    if (leasedUntil && leasedUntil > now) return false
    return nextAttemptAt !== null && nextAttemptAt <= now
  }

  /** One operation at a time per service, in the order in which they were asked for; what is put off is passed by. */
  private async isItsTurn(operation: OperationRow, service: ServiceRow): Promise<boolean> {
    return firstInTurn(await listOpenOperations(service.id), service)?.id === operation.id
  }

  private async callOff(operation: OperationRow): Promise<void> {
    const problem = { type: 'no_longer_needed', message: 'It was no longer needed when its turn came.' }
    await this.finishOperation.execute(operation, { status: 'cancelled', problem })
  }

  private async take(
    operation: OperationRow,
    service: ServiceRow,
    surroundings: Surroundings
  ): Promise<Turn> {
    const steps = await listSteps(operation.id)
    const step = steps.find((candidate) => !['done', 'skipped', 'failed'].includes(candidate.status))
    if (!step) throw new Error(`Operation ${operation.id} is open and has no step left`)
    const wall = this.clock.wall()
    const leasedUntil = addMilliseconds(wall, leaseMs)
    const changes = {
      status: moveOperation(operation.status, 'running'),
      attempts: operation.attempts + 1,
      startedAt: operation.startedAt ?? this.clock.now(),
      leasedUntil,
      // Found again by the sweep when this worker is lost.
      nextAttemptAt: leasedUntil,
    }
    await updateOperation(operation.id, changes)
    const intent = {
      status: 'running' as const,
      attempts: step.attempts + 1,
      startedAt: step.startedAt ?? wall,
    }
    await updateStep(step, intent)
    const started = await this.markStarted(operation, service)
    return {
      operation: { ...operation, ...changes },
      service: started,
      step: { ...step, ...intent },
      steps,
      wasCut: step.status === 'running',
      leasedUntil,
      ...surroundings,
    }
  }

  private async markStarted(operation: OperationRow, service: ServiceRow): Promise<ServiceRow> {
    const status = startedStatus(operation, service)
    if (status === service.status) return service
    await updateService(service.id, { status })
    return { ...service, status }
  }

  private async surroundings(service: ServiceRow): Promise<Surroundings> {
    const { panelId, customerId } = service
    return {
      panel: await requirePanel(service),
      customer: await findPanelCustomer(customerId),
      userReference: await findPanelUser({ panelId, customerId }),
      knownReferences: await listKnownReferences({ panelId, customerId }),
    }
  }
}

async function requirePanel({ id, panelId }: ServiceRow): Promise<PanelRow> {
  const panel = await findPanel(panelId)
  if (!panel) throw new Error(`Service ${id} is on a panel that does not exist`)
  return panel
}

function startedStatus(operation: OperationRow, service: ServiceRow) {
  if (operation.kind === 'create' && service.status === 'pending')
    return moveService(service.status, 'provisioning')
  const mayEnd = service.status === 'active' || service.status === 'suspended'
  if (operation.kind === 'terminate' && mayEnd) return moveService(service.status, 'terminating')
  return service.status
}
