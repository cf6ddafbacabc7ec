import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { ClaimStep, type Turn } from '#app/provisioning/actions/claim_step'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { SettleStep } from '#app/provisioning/actions/settle_step'
import { PanelSeats } from '#app/provisioning/domain/panel_seats'
import { isCreationCalledOff } from '#app/provisioning/domain/reconciliation'
import { lostAfterMsDefault } from '#app/provisioning/domain/retry'
import { stepTable } from '#app/provisioning/actions/steps/step_table'
import type { StepContext, StepOutcome } from '#app/provisioning/actions/steps/step'
import { findPanelOfOperation } from '#app/provisioning/records/operations'

/** Of this process: every job that runs here sits on the same ones. */
const seats = new PanelSeats()
/** For so long one job takes up the operations of others; the queue gives a job up after five minutes. */
const takesUpMs = 60_000

/**
 * Works through the steps of an operation until it ends or must pause. Each step is: what is intended, committed; the call,
 * outside of any transaction; what came of it, committed. Whatever is cut off in between is found again by its lease. A panel has only so many
 * workers at once ({@link PanelSeats}): what finds no seat stands in line, and whoever has ended one goes on with the next.
 */
@inject()
export class RunOperation {
  constructor(
    private clock: Clock,
    private claimStep: ClaimStep,
    private settleStep: SettleStep,
    private connections: PanelConnections
  ) {}

  async execute(operationId: string): Promise<void> {
    const panelId = await inReadTransaction(() => findPanelOfOperation(operationId))
    if (!panelId || !seats.take(panelId, operationId)) return
    const until = performance.now() + takesUpMs
    try {
      let next: string | null = operationId
      while (next) {
        await this.run(next)
        next = performance.now() < until ? seats.next(panelId) : null
      }
    } finally {
      seats.leave(panelId)
    }
  }

  private async run(operationId: string): Promise<void> {
    let turn = await this.claimStep.execute(operationId)
    while (turn) turn = await this.settle(turn, await this.performOrFail(turn))
  }

  /** A mistake of ours counts as a failure of the step, so that it is seen and does not repeat for ever; the job fails with it. */
  private async performOrFail(turn: Turn): Promise<StepOutcome> {
    try {
      return await this.perform(turn)
    } catch (error) {
      const failure = { type: 'retry_later', message: 'Something went wrong on our side.' } as const
      await this.settle(turn, { type: 'failed', failure })
      throw error
    }
  }

  private async perform(turn: Turn): Promise<StepOutcome> {
    if (turn.panel.status === 'disabled') {
      return { type: 'failed', failure: { type: 'retry_later', message: 'The panel is switched off here.' } }
    }
    if (isCreationCalledOff(turn.operation.kind, turn.service) && !isCleanUp(turn)) {
      return { type: 'fatal', problem: { type: 'no_longer_wanted', message: 'The order was called off.' } }
    }
    const run = stepTable[turn.step.name]
    const panel = this.connections.open(turn.panel, { kind: 'operation', id: turn.operation.id })
    const outputs = Object.assign({}, ...turn.steps.map((step) => step.output)) as StepContext['outputs']
    const { lostAfterMs = lostAfterMsDefault } = turn.panel.config
    const times = { now: this.clock.now(), wall: this.clock.wall() }
    const outcome = await run({ ...turn, panel, outputs, lostAfterMs, ...times })
    seats.note(turn.panel.id, !isSilent(outcome))
    return outcome
  }

  /** Two lost creations of one customer may find the same server; the database links it once, and the other looks again. */
  private async settle(turn: Turn, outcome: StepOutcome): Promise<Turn | null> {
    try {
      return await this.settleStep.execute(turn, outcome)
    } catch (error) {
      if (!isTakenServer(error)) throw error
      const failure = { type: 'unknown', message: 'The server found belongs to another service.' } as const
      return this.settleStep.execute(turn, { type: 'failed', failure })
    }
  }
}

function isSilent(outcome: StepOutcome): boolean {
  return (
    outcome.type === 'failed' &&
    (outcome.failure.type === 'retry_later' || outcome.failure.type === 'unknown')
  )
}

function isCleanUp({ steps }: Turn): boolean {
  return steps.some((step) => step.name === 'report_creation_failure')
}

function isTakenServer(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'constraint' in error &&
    error.constraint === 'services_external'
  )
}
