import { inject } from '@adonisjs/core'
import { currentActor, currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type ClockMoveError, type ClockStep, planClockMove } from '#app/tenancy/domain/clock_move'
import { moveClock } from '#app/tenancy/domain/jobs'
import { clockMoved } from '#app/tenancy/events'
import { insertClockMove } from '#app/tenancy/records/clock_moves'

export type StartClockMoveError = ClockMoveError | { type: 'already_moving' }

/** Sends the clock of a demo tenant forward; a worker takes it there day by day and runs what falls due on the way. */
@inject()
export class StartClockMove {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(step: ClockStep): Promise<Result<{ id: string; toAt: Date }, StartClockMoveError>> {
    return inTransaction(async () => {
      const tenant = currentTenant()
      const now = this.clock.now()
      const target = planClockMove(now, step, tenant)
      if (!target.ok) return target
      const id = newId()
      const isFirst = await insertClockMove({
        id,
        fromAt: now,
        toAt: target.value,
        requestedBy: currentActor().id,
      })
      if (!isFirst) return err({ type: 'already_moving' })
      await this.events.record([
        fact(
          clockMoved,
          { kind: 'tenant', id: tenant.id },
          { data: { fromAt: now.toISOString(), toAt: target.value.toISOString() } }
        ),
      ])
      await enqueue(moveClock, { clockMoveId: id })
      return ok({ id, toAt: target.value })
    })
  }
}
