import { inject } from '@adonisjs/core'
import { type DunningRules, dunningFor, loadDunning } from '#app/billing/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { trialNoticeDue } from '#app/subscriptions/domain/trial'
import { subscriptionTrialEnding } from '#app/subscriptions/events'
import { type EndingTrial, insertTrialNotices, listEndingTrials } from '#app/subscriptions/records/due_trials'

const trialsPerChunk = 1_000

/** Tells customers, each time once, that their free days end soon and what is paid then. @returns how many notices */
@inject()
export class SendTrialNotices {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute(): Promise<number> {
    const rules = await loadDunning()
    let afterId: string | null = null
    let total = 0
    for (;;) {
      const { count, lastId } = await this.announce(rules, afterId)
      total += count
      if (!lastId) return total
      afterId = lastId
    }
  }

  private announce(
    rules: DunningRules,
    afterId: string | null
  ): Promise<{ count: number; lastId: string | null }> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const today = dateIn(currentTenant().timeZone, now)
      const trials = await listEndingTrials({ today, afterId, limit: trialsPerChunk })
      const due = trials.flatMap((trial) => noticeOf(trial, { rules, today }))
      const fresh = await insertTrialNotices(due, now)
      await this.events.record(due.filter(({ trialId }) => fresh.has(trialId)).map(toFact))
      const isLast = trials.length < trialsPerChunk
      return { count: fresh.size, lastId: isLast ? null : trials.at(-1)!.id }
    })
  }
}

interface TrialNotice {
  trialId: string
  daysBefore: number
  trial: EndingTrial
}

/** Before the end of a trial the same days count as before a suspension. */
function noticeOf(
  trial: EndingTrial,
  { rules, today }: { rules: DunningRules; today: CalendarDate }
): TrialNotice[] {
  const daysBefore = trialNoticeDue(trial, today, dunningFor(rules, trial).suspensionNoticeDays)
  return daysBefore === null ? [] : [{ trialId: trial.id, daysBefore, trial }]
}

function toFact({ daysBefore, trial }: TrialNotice): NewFact {
  const { id: trialId, subscriptionId, customerId, startsOn, endsOn, invoiceId, currency, hasMethod } = trial
  const total = trial.total.toString()
  const data = {
    trialId,
    subscriptionId,
    startsOn,
    endsOn,
    daysBefore,
    invoiceId,
    total,
    currency,
    hasMethod,
  }
  return fact(subscriptionTrialEnding, { kind: 'subscription', id: subscriptionId }, { customerId, data })
}
