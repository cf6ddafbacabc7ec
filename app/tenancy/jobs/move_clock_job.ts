import { setTimeout as pause } from 'node:timers/promises'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import type { JobRunner } from '#app/shared/jobs/job'
import { Clock } from '#app/shared/time/clock'
import { nextStop } from '#app/tenancy/domain/clock_move'
import { countOpenWork } from '#app/tenancy/queries/count_open_work'
import { advanceClockMove, findClockMove, finishClockMove, setClock } from '#app/tenancy/records/clock_moves'

/** A day's work must come to rest before the next day begins, unless it hangs on the outside for longer than this. */
const restTimeoutMs = 20_000
const lookEveryMs = 150

/**
 * Takes a demo's clock forward a day at a time: shift, look for everything due, wait until it is done. A worker that dies on the
 * way is followed by another, which goes on from the day that was reached.
 */
export class MoveClockJob implements JobRunner<{ clockMoveId: string }> {
  private clock = new Clock()

  constructor(private runSweeps: () => Promise<void>) {}

  async run({ clockMoveId }: { clockMoveId: string }): Promise<void> {
    for (;;) {
      const move = await inReadTransaction(() => findClockMove(clockMoveId))
      if (!move || move.status !== 'moving') return
      if (move.reachedAt >= move.toAt) return this.finish(clockMoveId, null)
      const stop = nextStop(move.reachedAt, move.toAt)
      await inTransaction(async () => {
        await setClock(currentTenant().id, stop)
        await advanceClockMove(clockMoveId, stop)
      })
      await this.stopAtFault(clockMoveId, () => this.doTheDaysWork())
    }
  }

  private async finish(clockMoveId: string, error: string | null): Promise<void> {
    await inTransaction(() => finishClockMove(clockMoveId, error))
  }

  /** A day whose work fails would fail again: the clock stops there and says why, instead of passing for one that still moves. */
  private async stopAtFault(clockMoveId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      await this.finish(clockMoveId, error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  private async doTheDaysWork(): Promise<void> {
    const deadline = this.clock.wall().getTime() + restTimeoutMs
    let quietLooks = 0
    await this.runSweeps()
    while (quietLooks < 2 && this.clock.wall().getTime() < deadline) {
      await pause(lookEveryMs)
      const openCount = await inReadTransaction(() => countOpenWork())
      quietLooks = openCount === 0 ? quietLooks + 1 : 0
      if (openCount === 0) await this.runSweeps()
    }
  }
}
