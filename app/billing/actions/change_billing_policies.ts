import { inject } from '@adonisjs/core'
import { changeSettings, type SettingsChangedMeanwhile, type WrittenPolicies } from '#app/tenancy/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findTimelineProblems, type TimelineProblem } from '#app/billing/domain/dunning'
import { readPolicies } from '#app/billing/domain/policies'
import {
  changedPolicies,
  dateFee,
  markStricter,
  movesInvoiceDays,
  type PolicyWish,
  writeWish,
} from '#app/billing/domain/policy_change'
import { billingPoliciesChanged } from '#app/billing/events'

export type PoliciesRefused = { type: 'policies_refused'; problems: TimelineProblem[] }
export type ChangePoliciesError = PoliciesRefused | SettingsChangedMeanwhile

/** Changes how the tenant bills, from now on: what is issued stays. */
@inject()
export class ChangeBillingPolicies {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: {
    version: number
    wish: PolicyWish
  }): Promise<Result<WrittenPolicies, ChangePoliciesError>> {
    return inTransaction(() =>
      changeSettings<PoliciesRefused>(input.version, async (before) => {
        const wished = writeWish(before, input.wish)
        const problems = findTimelineProblems(wished)
        if (problems.length > 0) return err({ type: 'policies_refused', problems })
        const { id, timeZone } = currentTenant()
        const today = dateIn(timeZone, this.clock.now())
        const after = markStricter(before, dateFee(before, wished, today), today)
        const changed = changedPolicies(readPolicies(before), readPolicies(after))
        if (Object.keys(changed).length > 0) {
          const data = { changed, movesInvoiceDays: movesInvoiceDays(before, after) }
          await this.events.record([fact(billingPoliciesChanged, { kind: 'tenant', id }, { data })])
        }
        return ok(after)
      })
    )
  }
}
