import { type DunningPolicy, dunningNames, isStricter, readDunning } from '#app/billing/domain/dunning'
import type { LateFee } from '#app/billing/domain/late_fee'
import {
  type BillingPolicies,
  policyNames,
  type PolicyName,
  readPolicies,
} from '#app/billing/domain/policies'
import type { CalendarDate } from '#app/shared/time/calendar'

/** What staff want: only what is given changes; null is the default again. */
export type PolicyWish = { [Name in PolicyName]?: unknown }

/** One policy that is different now, for whoever asks later what was changed. */
export interface ChangedPolicy {
  before: unknown
  after: unknown
}

/** Settings as they would be written; what is the default by null is left out. A wish for one list of notices ends the common one. */
export function writeWish(settings: Record<string, unknown>, wish: PolicyWish): Record<string, unknown> {
  const { noticeDaysBefore, ...rest } = settings
  const apart = noticeDaysBefore === undefined ? {} : { suspensionNoticeDays: noticeDaysBefore, terminationNoticeDays: noticeDaysBefore } // prettier-ignore
  const given = Object.entries(wish).filter(([, value]) => value !== undefined)
  const merged = { ...apart, ...rest, ...Object.fromEntries(given) }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
}

/** The policies in which two readings differ. */
export function changedPolicies(
  before: BillingPolicies | DunningPolicy,
  after: BillingPolicies | DunningPolicy,
  names: readonly PolicyName[] = policyNames
): Record<string, ChangedPolicy> {
  const seen = (policies: object, name: PolicyName) => (policies as Record<string, unknown>)[name]
  return Object.fromEntries(
    names
      .map((name) => [name, { before: seen(before, name), after: seen(after, name) }] as const)
      .filter(([, { before: was, after: is }]) => JSON.stringify(was) !== JSON.stringify(is))
  )
}

/** The settings with the day on which services may be stopped sooner than before, when they may. */
export function markStricter(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  today: CalendarDate
): Record<string, unknown> {
  return isStricter(readDunning(before), readDunning(after)) ? { ...after, dunningStricterOn: today } : after
}

/** The settings with the day on which a late fee was introduced; one that is only changed keeps its day. */
export function dateFee(
  before: Record<string, unknown> | null,
  after: Record<string, unknown>,
  today: CalendarDate
): Record<string, unknown> {
  const fee = after.lateFee as LateFee | undefined
  if (!fee) return after
  const known = (before?.lateFee as LateFee | undefined)?.since
  return { ...after, lateFee: { ...fee, since: known ?? today } }
}

/** Whether renewals are made on other days now. */
export function movesInvoiceDays(before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  const changed = changedPolicies(readPolicies(before), readPolicies(after))
  return ['invoiceLeadDays', 'invoiceGrouping', 'summaryDay'].some((name) => name in changed)
}

/** What a group's policy must say: all of a dunning policy and nothing else. */
export function onlyDunning(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(dunningNames.map((name) => [name, settings[name] ?? null]).filter(([, value]) => value !== null)) // prettier-ignore
}
