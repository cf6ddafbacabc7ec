import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import { addMilliseconds } from '#app/shared/time/calendar'
import { runOperation } from '#app/provisioning/domain/jobs'
import { moveOperation, type OperationProblem } from '#app/provisioning/domain/operation'
import {
  failuresMax,
  pauseBetweenPollsMs,
  pauseWhileUndecidedMs,
  pollingMsMax,
} from '#app/provisioning/domain/retry'
import { afterFailure, type StepFailure } from '#app/provisioning/domain/step_decision'
import { operationWaiting } from '#app/provisioning/events'
import { ClaimStep, type Turn } from '#app/provisioning/actions/claim_step'
import { FinishOperation } from '#app/provisioning/actions/finish_operation'
import { GiveUpOperation } from '#app/provisioning/actions/give_up_operation'
import { KeepAddresses } from '#app/provisioning/actions/keep_addresses'
import type { StepOutcome } from '#app/provisioning/actions/steps/step'
import { lockOperation, updateOperation } from '#app/provisioning/records/operations'
import { updateStep } from '#app/provisioning/records/operation_steps'
import { savePanelUser } from '#app/provisioning/records/panel_users'

/** Writes the answer of a step and decides how the operation goes on: the worker's next step is claimed with it. */
@inject()
export class SettleStep {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private claimStep: ClaimStep,
    private finishOperation: FinishOperation,
    private giveUp: GiveUpOperation,
    private keepAddresses: KeepAddresses
  ) {}

  /** @returns the next step for this worker; null when the operation ended, pauses, or is no longer this worker's */
  execute(turn: Turn, outcome: StepOutcome): Promise<Turn | null> {
    return inTransaction(async () => {
      const operation = await lockOperation(turn.operation.id)
      // The lease ran out and another worker went on: what it finds out counts, not this late answer.
      if (!operation || operation.leasedUntil?.getTime() !== turn.leasedUntil.getTime()) return null
      switch (outcome.type) {
        case 'done':
          return this.done({ ...turn, operation }, outcome)
        case 'poll':
          return this.poll(turn, outcome)
        case 'wait':
          return this.wait(turn, outcome.problem)
        case 'failed':
          return this.failed(turn, outcome.failure, outcome.output)
        case 'fatal':
          await this.giveUp.execute(turn, outcome.problem)
          return null
      }
    })
  }

  private async done(turn: Turn, outcome: Extract<StepOutcome, { type: 'done' }>): Promise<Turn | null> {
    const { step, steps, service, operation } = turn
    await updateStep(step, {
      status: 'done',
      failures: 0,
      output: { ...step.output, ...outcome.output },
      error: null,
      finishedAt: this.clock.wall(),
    })
    if (outcome.service) await this.keepAddresses.execute(service, turn.panel, outcome.service)
    if (outcome.panelUser) {
      const { panelId, customerId } = service
      await savePanelUser({ panelId, customerId, reference: outcome.panelUser, createdAt: this.clock.now() })
    }
    await this.events.record(outcome.facts ?? [])
    const isOvercome = operation.failure !== null && !isCleanUp(turn)
    if (isOvercome) await updateOperation(operation.id, { failure: null })
    const isLast = !steps.some((other) => other.position > step.position && other.status === 'pending')
    if (!isLast && !outcome.endsInFailure)
      return this.claimStep.goOn(turn, isOvercome ? { ...operation, failure: null } : operation)
    const problem = operation.failure ?? { type: 'failed', message: 'It could not be done.' }
    await this.finishOperation.execute(
      operation,
      outcome.endsInFailure ? { status: 'failed', problem } : { status: 'done' }
    )
    return null
  }

  private async poll(turn: Turn, outcome: Extract<StepOutcome, { type: 'poll' }>): Promise<null> {
    const { step, service } = turn
    const wall = this.clock.wall()
    const since = step.pollingSince ?? wall
    const problem = { type: 'took_too_long', message: 'The panel has been at it for too long.' }
    const isLate = wall.getTime() - since.getTime() > pollingMsMax
    if (isLate && failuresMax(turn.operation.kind) !== null && !isCleanUp(turn)) {
      await this.giveUp.execute(turn, problem)
      return null
    }
    if (isLate) await this.tellObstacle(turn, problem)
    const polls = step.polls + 1
    await updateStep(step, {
      status: 'waiting',
      polls,
      failures: 0,
      pollingSince: since,
      output: { ...step.output, ...outcome.output },
    })
    if (outcome.service) await this.keepAddresses.execute(service, turn.panel, outcome.service)
    await this.pause(turn, pauseBetweenPollsMs(polls))
    return null
  }

  /** Told by whoever asked for the decision; here only so that screens say what it waits for. */
  private async wait({ operation, step }: Turn, problem: OperationProblem): Promise<null> {
    await updateStep(step, { status: 'waiting' })
    await updateOperation(operation.id, {
      status: moveOperation(operation.status, 'waiting'),
      failure: problem,
      leasedUntil: null,
      nextAttemptAt: addMilliseconds(this.clock.wall(), pauseWhileUndecidedMs),
    })
    return null
  }

  private async failed(turn: Turn, failure: StepFailure, output: object = {}): Promise<null> {
    const { operation, step } = turn
    const failures = step.failures + 1
    const problem = { type: failure.type, message: failure.message }
    const changes = { failures, error: problem, output: { ...step.output, ...output } }
    const ageMs = this.clock.wall().getTime() - (step.startedAt ?? this.clock.wall()).getTime()
    const next = afterFailure(failure, { kind: operation.kind, failures, ageMs, isCleanUp: isCleanUp(turn) })
    if (next.type === 'give_up') {
      await updateStep(step, changes)
      await this.giveUp.execute(turn, problem)
      return null
    }
    await updateStep(step, { ...changes, status: 'waiting' })
    if (isCleanUp(turn)) await this.giveUp.reportWhenCleanUpDrags(turn, failures)
    if (next.isObstacle) await this.tellObstacle(turn, problem)
    await this.pause(turn, next.afterMs)
    return null
  }

  /** Told once per obstacle, not with every try. */
  private async tellObstacle(turn: Turn, problem: OperationProblem): Promise<void> {
    const { operation, step } = turn
    // A creation that failed keeps the reason it failed for while its clean-up is delayed.
    const known = isCleanUp(turn) ? step.error : operation.failure
    const isNews = known?.message !== problem.message
    await updateOperation(operation.id, {
      status: moveOperation(operation.status, 'waiting'),
      ...(isCleanUp(turn) ? {} : { failure: problem }),
    })
    if (!isNews) return
    const data = {
      operationId: operation.id,
      serviceId: operation.serviceId,
      operationKind: operation.kind,
      reason: problem.message,
    }
    await this.events.record([
      fact(
        operationWaiting,
        { kind: 'operation', id: operation.id },
        { customerId: operation.customerId, data }
      ),
    ])
  }

  /** Pauses are real ones: a panel builds at its own speed while a tenant's clock stands still or leaps. */
  private async pause({ operation }: Turn, ms: number): Promise<void> {
    await updateOperation(operation.id, {
      leasedUntil: null,
      nextAttemptAt: addMilliseconds(this.clock.wall(), ms),
    })
    await enqueue(runOperation, { operationId: operation.id }, { delaySeconds: ms / 1000 })
  }
}

function isCleanUp({ steps }: Turn): boolean {
  return steps.some((step) => step.name === 'report_creation_failure')
}
