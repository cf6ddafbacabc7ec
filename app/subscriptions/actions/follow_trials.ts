import { inject } from '@adonisjs/core'
import {
  consequenceOn,
  type DunningRules,
  dunningFor,
  findPaymentsUnderWay,
  firstAttemptAt,
  isTriedSincePromise,
  loadDunning,
} from '#app/billing/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { CloseTrial } from '#app/subscriptions/actions/close_trial'
import {
  SuspendSubscription,
  type SuspendSubscriptionError,
} from '#app/subscriptions/actions/suspend_subscription'
import {
  TerminateSubscription,
  type TerminateSubscriptionError,
} from '#app/subscriptions/actions/terminate_subscription'
import { decideTrial, type TrialDecision, type TrialSituation } from '#app/subscriptions/domain/trial'
import { type DueTrial, listDueTrials } from '#app/subscriptions/records/due_trials'
import { lockOpenInvoicesOf } from '#app/subscriptions/records/invoiced_periods'
import { lockSubscription } from '#app/subscriptions/records/subscriptions'

const trialsPerLook = 500

/**
 * Takes trials on that have run out: what is paid for goes on as any subscription, what is not stops and is removed after some days.
 * Each is decided alone, under its lock.
 */
@inject()
export class FollowTrials {
  constructor(
    private clock: Clock,
    private suspendSubscription: SuspendSubscription,
    private terminateSubscription: TerminateSubscription,
    private closeTrial: CloseTrial
  ) {}

  /** @returns for how many something followed */
  async execute(): Promise<number> {
    const rules = await loadDunning()
    let afterId: string | null = null
    let total = 0
    for (;;) {
      const page: Decided[] = await inReadTransaction(() =>
        this.decide(rules, { afterId, limit: trialsPerLook })
      )
      const chosen = page.filter(({ decision }) => decision !== 'wait')
      total += await eachAlone(
        chosen.map(({ trial }) => trial.id),
        (id) => this.follow(rules, id, chosen.find(({ trial }) => trial.id === id)!.trial.subscriptionId)
      )
      if (page.length < trialsPerLook) return total
      afterId = page.at(-1)!.trial.id
    }
  }

  private follow(rules: DunningRules, id: string, subscriptionId: string): Promise<Followed> {
    return inTransaction(async () => {
      await lockSubscription(subscriptionId)
      await lockOpenInvoicesOf(subscriptionId)
      const [fresh] = await this.decide(rules, { id, limit: 1 })
      return fresh ? this.carryOut(fresh) : ok()
    })
  }

  /** What is refused is undone as a whole, and looked at again. */
  private async carryOut({ trial, decision }: Decided): Promise<Followed> {
    const { subscriptionId } = trial
    switch (decision) {
      case 'wait':
        return ok()
      case 'convert':
        return ok(await this.closeTrial.convert(trial))
      case 'stop':
        return this.suspendSubscription.execute({ subscriptionId, since: trial.endsOn })
      case 'terminate': {
        const ended = await this.terminateSubscription.execute({
          subscriptionId,
          reason: 'trial_unpaid',
          isTrial: true,
        })
        if (ended.ok) await this.closeTrial.end(trial, 'trial_unpaid')
        return ended
      }
      case 'end':
        return ok(await this.closeTrial.end(trial, trial.cancelReason ?? ''))
    }
  }

  /** The trials that may be over, each with what follows. Two statements, however many they are. */
  private async decide(
    rules: DunningRules,
    search: { id?: string; afterId?: string | null; limit: number }
  ): Promise<Decided[]> {
    const now = this.clock.now()
    const today = dateIn(currentTenant().timeZone, now)
    const due = await listDueTrials({ today, ...search })
    const invoiceIds = due.flatMap(({ invoiceId }) => invoiceId ?? [])
    const moving = new Set(await findPaymentsUnderWay(invoiceIds))
    return due.map((trial) => ({
      trial,
      decision: decideTrial({
        status: trial.status,
        endsOn: trial.endsOn,
        today,
        invoice: seen(trial, { rules, now, moving }),
      }),
    }))
  }
}

type Followed = Result<unknown, SuspendSubscriptionError | TerminateSubscriptionError>

interface Decided {
  trial: DueTrial
  decision: TrialDecision
}

function seen(
  trial: DueTrial,
  { rules, now, moving }: { rules: DunningRules; now: Date; moving: Set<string> }
): TrialSituation['invoice'] {
  const { invoiceId, invoiceStatus, dueOn, nextAttemptAt, promisedUntil, isCarried } = trial
  const { timeZone } = currentTenant()
  if (!invoiceId || !invoiceStatus || !dueOn) return null
  const terms = dunningFor(rules, trial)
  const first = firstAttemptAt({ dueOn, timeZone, policies: terms })
  return {
    status: invoiceStatus,
    suspensionOn: consequenceOn(dueOn, 'suspension', terms),
    wasTried:
      (first === null || first <= now) &&
      (nextAttemptAt === null || (nextAttemptAt > now && isTriedSincePromise(trial, timeZone))),
    isPaymentUnderWay: moving.has(invoiceId),
    promisedUntil,
    isCarried,
  }
}
