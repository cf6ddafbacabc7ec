import { inject } from '@adonisjs/core'
import { findCustomerGroup } from '#app/customers/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  findTimelineProblems,
  isStricter,
  readDunning,
  type TimelineProblem,
} from '#app/billing/domain/dunning'
import { dunningNames } from '#app/billing/domain/dunning'
import { feeFrom } from '#app/billing/domain/late_fee'
import { changedPolicies, dateFee, onlyDunning, type PolicyWish } from '#app/billing/domain/policy_change'
import { groupDunningChanged } from '#app/billing/events'
import { standardDunning } from '#app/billing/queries/load_dunning'
import { findGroupDunning, type GroupDunning, saveGroupDunning } from '#app/billing/records/group_dunning'

export type ChangeGroupDunningError =
  | { type: 'group_not_found' }
  | { type: 'settings_changed_meanwhile'; version: number }
  | { type: 'policies_refused'; problems: TimelineProblem[] }

/** Gives a customer group a dunning policy of its own, changes it, or treats its customers like all others again. */
@inject()
export class ChangeGroupDunning {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @param input.wish null ends the group's own policy */
  execute(input: {
    groupId: string
    version: number
    wish: PolicyWish | null
  }): Promise<Result<GroupDunning, ChangeGroupDunningError>> {
    return inTransaction(async (): Promise<Result<GroupDunning, ChangeGroupDunningError>> => {
      const { groupId, version } = input
      const group = await findCustomerGroup(groupId)
      if (!group) return err({ type: 'group_not_found' })
      const known = (await findGroupDunning(groupId)) ?? { groupId, policy: null, stricterOn: null, standardSince: null, version: 0 }
      if (known.version !== version) return err({ type: 'settings_changed_meanwhile', version: known.version })
      const wished = input.wish && onlyDunning(input.wish)
      const problems = wished ? findTimelineProblems(wished) : []
      if (problems.length > 0) return err({ type: 'policies_refused', problems })

      const now = this.clock.now()
      const today = dateIn(currentTenant().timeZone, now)
      const feeBefore = known.policy ?? { lateFee: feeFrom(standardDunning().lateFee, known.standardSince) ?? undefined }
      const policy = wished && dateFee(feeBefore, wished, today)
      const [before, after] = [known.policy, policy].map((own) => (own ? readDunning(own) : standardDunning()))
      const stricterOn = isStricter(before!, after!) ? today : known.stricterOn
      const saved = { groupId, policy, stricterOn, standardSince: standardFrom(known, policy, today), version }
      if (!(await saveGroupDunning(saved, now))) return err({ type: 'settings_changed_meanwhile', version: version + 1 })
      const changed = changedPolicies(before!, after!, dunningNames)
      const data = { groupId, name: group.name, hasOwn: policy !== null, changed }
      await this.events.record([fact(groupDunningChanged, { kind: 'customer_group', id: groupId }, { data })])
      return ok({ ...saved, version: version + 1 })
    })
  }
} // prettier-ignore

/** The day on which the group's own policy ended, kept until it has one again. */
function standardFrom(known: GroupDunning, policy: object | null, today: CalendarDate): CalendarDate | null {
  if (policy) return null
  return known.policy ? today : known.standardSince
}
