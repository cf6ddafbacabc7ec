import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { ok, type Result } from '#app/shared/result'
import { addDays, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type DunningRules, type DunningTerms, dunningFor, loadDunning } from '#app/billing/index'
import {
  SuspendSubscription,
  type SuspendSubscriptionError,
} from '#app/subscriptions/actions/suspend_subscription'
import {
  TerminateSubscription,
  type TerminateSubscriptionError,
} from '#app/subscriptions/actions/terminate_subscription'
import { decideOverdue, type OverdueDecision } from '#app/subscriptions/domain/overdue_decision'
import { lockOpenInvoicesOf } from '#app/subscriptions/records/invoiced_periods'
import { listOverdueCandidates, type OverdueCandidate } from '#app/subscriptions/records/overdue'
import { lockSubscription } from '#app/subscriptions/records/subscriptions'

const candidatesPerLook = 500

type Consequence = Exclude<OverdueDecision, 'wait'>

/**
 * Suspends and terminates what has stayed unpaid for long enough, each subscription alone and one step at a time. Each is decided again under
 * its lock: hundreds are listed at once, and whoever pays or promises to while others are seen to is left in peace.
 */
@inject()
export class FollowOverdue {
  constructor(
    private clock: Clock,
    private suspendSubscription: SuspendSubscription,
    private terminateSubscription: TerminateSubscription
  ) {}

  /** @returns for how many something followed */
  async execute(consequence: Consequence): Promise<number> {
    const rules = await loadDunning()
    let afterId: string | null = null
    let total = 0
    for (;;) {
      const candidates: OverdueCandidate[] = await this.list(rules, { afterId, limit: candidatesPerLook })
      const chosen = candidates.filter((candidate) => this.decide(rules, candidate) === consequence)
      total += await eachAlone(
        chosen.map(({ id }) => id),
        (subscriptionId) => this.follow(rules, consequence, subscriptionId)
      )
      if (candidates.length < candidatesPerLook) return total
      afterId = candidates.at(-1)!.id
    }
  }

  /** Invoices are locked after the subscription, as everywhere: nobody pays one before what is decided by it is done. */
  private follow(
    rules: DunningRules,
    consequence: Consequence,
    id: string
  ): Promise<Result<unknown, SuspendSubscriptionError | TerminateSubscriptionError>> {
    return inTransaction(async () => {
      await lockSubscription(id)
      await lockOpenInvoicesOf(id)
      const [fresh] = await this.list(rules, { id, limit: 1 })
      return fresh && this.decide(rules, fresh) === consequence ? this.carryOut(consequence, id) : ok()
    })
  }

  private list(
    { standard, byGroup }: DunningRules,
    search: { id?: string; afterId?: string | null; limit: number }
  ): Promise<OverdueCandidate[]> {
    const now = this.clock.now()
    const { timeZone } = currentTenant()
    const today = dateIn(timeZone, now)
    const since = ({ suspensionDays, terminationDays }: DunningTerms) => ({
      suspendSince: addDays(today, -suspensionDays),
      terminateSince: addDays(today, -terminationDays),
    })
    const ofGroups = [...byGroup].map(([groupId, terms]) => ({ groupId, ...since(terms) }))
    return inReadTransaction(() =>
      listOverdueCandidates({ today, ...since(standard), ofGroups, now, timeZone, ...search })
    )
  }

  private decide(rules: DunningRules, candidate: OverdueCandidate): OverdueDecision {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    return decideOverdue({ ...candidate, today }, dunningFor(rules, candidate))
  }

  /** A refusal, such as a payment under way, leaves everything as it was: it is looked at again. */
  private carryOut(consequence: Consequence, subscriptionId: string) {
    return consequence === 'suspend'
      ? this.suspendSubscription.execute({ subscriptionId })
      : this.terminateSubscription.execute({ subscriptionId, reason: 'unpaid' })
  }
}
