import { inject } from '@adonisjs/core'
import { currentActor, currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findPlanPrices } from '#app/catalogue/index'
import { runReplay } from '#app/billing/domain/jobs'
import {
  daysOf,
  findUnknownPrice,
  type ReplayQuestion,
  type ReplayRefusal,
} from '#app/billing/domain/replay_question'
import { countIssued, insertReplay, type Replay } from '#app/billing/records/replays'

/** Asks for past months under other terms. The answer is worked out in the background; nothing that was billed changes. */
@inject()
export class RequestReplay {
  constructor(private clock: Clock) {}

  async execute(question: ReplayQuestion): Promise<Result<Replay, ReplayRefusal>> {
    const days = daysOf(question, dateIn(currentTenant().timeZone, this.clock.now()))
    if (!days.ok) return days
    const planIds = question.planPrices.map(({ planId }) => planId).filter((id) => id !== '')
    const unknown = findUnknownPrice(question, await findPlanPrices(planIds))
    if (unknown) return err(unknown)
    const invoiceCount = await inReadTransaction(() => countIssued(days.value))
    const replay: Replay = {
      id: newId(),
      ...days.value,
      question,
      status: 'queued',
      invoiceCount,
      doneCount: 0,
      result: null,
      failure: null,
      requestedAt: this.clock.now(),
      finishedAt: null,
    }
    await inTransaction(async () => {
      await insertReplay(replay, currentActor().id)
      await enqueue(runReplay, { replayId: replay.id })
    })
    return ok(replay)
  }
}
