import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { addDays, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type DunningRules, type DunningTerms, dunningFor, loadDunning } from '#app/billing/index'
import { SuspendSubscription } from '#app/subscriptions/actions/suspend_subscription'
import { TerminateSubscription } from '#app/subscriptions/actions/terminate_subscription'
import { decideOverdue, type OverdueDecision } from '#app/subscriptions/domain/overdue_decision'
import { listOverdueCandidates, type OverdueCandidate } from '#app/subscriptions/records/overdue'

const candidatesPerLook = 500

/** Suspends and terminates what has stayed unpaid for long enough, each subscription alone and one step at a time. */
@inject()
export class FollowOverdue {
  constructor(
    private clock: Clock,
    private suspendSubscription: SuspendSubscription,
    private terminateSubscription: TerminateSubscription
  ) {}

  /** @returns for how many something followed */
  async execute(consequence: Exclude<OverdueDecision, 'wait'>): Promise<number> {
    const rules = await loadDunning()
    let afterId: string | null = null
    let total = 0
    for (;;) {
      const candidates = await this.list(rules, afterId)
      const chosen = candidates.filter((candidate) => this.decide(rules, candidate) === consequence)
      total += await eachAlone(
        chosen.map(({ id }) => id),
        (subscriptionId) => this.carryOut(consequence, subscriptionId)
      )
      if (candidates.length < candidatesPerLook) return total
      afterId = candidates.at(-1)!.id
    }
  }

  private list({ standard, byGroup }: DunningRules, afterId: string | null): Promise<OverdueCandidate[]> {
    const now = this.clock.now()
    const { timeZone } = currentTenant()
    const today = dateIn(timeZone, now)
    const since = ({ suspensionDays, terminationDays }: DunningTerms) => ({
      suspendSince: addDays(today, -suspensionDays),
      terminateSince: addDays(today, -terminationDays),
    })
    const ofGroups = [...byGroup].map(([groupId, terms]) => ({ groupId, ...since(terms) }))
    return inReadTransaction(() =>
      listOverdueCandidates({
        today,
        ...since(standard),
        ofGroups,
        now,
        timeZone,
        afterId,
        limit: candidatesPerLook,
      })
    )
  }

  private decide(rules: DunningRules, candidate: OverdueCandidate): OverdueDecision {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    return decideOverdue({ ...candidate, today }, dunningFor(rules, candidate))
  }

  /** A refusal means that somebody paid or cancelled a moment ago: there is nothing left to do. */
  private carryOut(consequence: 'suspend' | 'terminate', subscriptionId: string): Promise<unknown> {
    return consequence === 'suspend'
      ? this.suspendSubscription.execute({ subscriptionId })
      : this.terminateSubscription.execute({ subscriptionId, reason: 'unpaid' })
  }
}
