import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { replayInvoices } from '#app/billing/queries/replay_invoices'
import { findReplay, updateReplay } from '#app/billing/records/replays'

/** Works out a replay page by page and says how far it is. Repeated after a loss it begins anew: nothing but its own row is written. */
@inject()
export class RunReplay {
  constructor(private clock: Clock) {}

  async execute({ replayId }: { replayId: string }): Promise<void> {
    const replay = await inReadTransaction(() => findReplay(replayId))
    if (!replay || replay.finishedAt) return
    const write = (changes: Parameters<typeof updateReplay>[1]) =>
      inTransaction(() => updateReplay(replayId, changes))
    await write({ status: 'running', doneCount: 0 })
    try {
      const result = await replayInvoices(replay, replay.question, (done) =>
        write({ doneCount: Math.min(done, replay.invoiceCount) })
      )
      await write({
        status: 'done',
        doneCount: replay.invoiceCount,
        result,
        finishedAt: this.clock.now(),
      })
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      await write({ status: 'failed', failure: failure.slice(0, 500), finishedAt: this.clock.now() })
    }
  }
}
