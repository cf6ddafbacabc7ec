import { type DunningTerms, loadDunning, readPolicies } from '#app/billing/index'
import { currentTenant } from '#app/shared/database/context'
import { addDays, dateIn } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'
import type { DueRenewals } from '#app/subscriptions/records/due_renewals'

/** Which renewals are to be invoiced now: the billing run, and the alarm about what it left out, go by the same. */
export async function findDueRenewals(clock: Clock): Promise<DueRenewals> {
  const { standard, byGroup } = await loadDunning()
  const { timeZone, policies } = currentTenant()
  const today = dateIn(timeZone, clock.now())
  const { invoiceGrouping, summaryDay } = readPolicies(policies)
  const behindSince = ({ suspensionDays }: DunningTerms) => addDays(today, -suspensionDays)
  return {
    today,
    behindSince: behindSince(standard),
    ofGroups: [...byGroup].map(([groupId, terms]) => ({ groupId, behindSince: behindSince(terms) })),
    summaryDay: invoiceGrouping === 'month' ? summaryDay : null,
  }
}
