import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { feeFrom } from '#app/billing/domain/late_fee'
import type { OverdueConsequence } from '#app/billing/domain/overdue'
import {
  type BillingPolicies,
  findPolicyProblems,
  type PolicyProblem,
  readPolicies,
} from '#app/billing/domain/policies'

export const dunningNames = [
  'collectionDays',
  'suspensionDays',
  'terminationDays',
  'suspensionNoticeDays',
  'terminationNoticeDays',
  'lateFee',
] as const satisfies (keyof BillingPolicies)[]

/** What follows an unpaid invoice, day by day. A customer group may have its own; all others have the tenant's. */
export type DunningPolicy = Pick<BillingPolicies, (typeof dunningNames)[number]>

/** A dunning policy with the last day on which it became stricter, from which on it may be held against what was due before. */
export interface DunningTerms extends DunningPolicy {
  /** The hour of the tenant's zone at which everybody is charged. */
  collectionHour: number
  stricterOn: CalendarDate | null
}

/** The terms of a tenant, and those of groups that have their own or had. */
export interface DunningRules {
  standard: DunningTerms
  byGroup: ReadonlyMap<string, DunningTerms>
}

/** Where a customer stands: their group, and since when they have been in it or in none. */
export interface Grouped {
  groupId: string | null
  groupSince: CalendarDate | null
}

/** The terms for a customer. Whoever has changed groups is treated as if the terms had changed on that day. */
export function dunningFor({ standard, byGroup }: DunningRules, { groupId, groupSince }: Grouped): DunningTerms {
  const terms = (groupId === null ? undefined : byGroup.get(groupId)) ?? standard
  return { ...terms, stricterOn: later(terms.stricterOn, groupSince), lateFee: feeFrom(terms.lateFee, groupSince) }
} // prettier-ignore

/** The dunning policy among the settings of a tenant or a group. Throws for settings that cannot be. */
export function readDunning(settings: Record<string, unknown>): DunningPolicy {
  return pickDunning(readPolicies(settings))
}

export function pickDunning(policies: DunningPolicy): DunningPolicy {
  return Object.fromEntries(dunningNames.map((name) => [name, policies[name]])) as unknown as DunningPolicy
}

/** Whether services may be stopped or removed sooner than before. */
export function isStricter(before: DunningPolicy, after: DunningPolicy): boolean {
  return after.suspensionDays < before.suspensionDays || after.terminationDays < before.terminationDays
}

/** One point on the line of days after the due date. */
export interface DunningStep {
  day: number
  kind: 'charge' | 'notice' | 'late_fee' | OverdueConsequence
  /** What a notice announces. */
  announces: OverdueConsequence | null
}

/** All steps in the order in which they happen; on one day a notice stands before what takes place. */
export function timelineOf(policy: DunningPolicy): DunningStep[] {
  const step = (day: number, kind: DunningStep['kind'], announces: DunningStep['announces'] = null) => ({ day, kind, announces }) // prettier-ignore
  const { suspensionDays, terminationDays } = policy
  return [
    ...policy.collectionDays.map((day) => step(day, 'charge')),
    ...policy.suspensionNoticeDays.map((before) => step(suspensionDays - before, 'notice', 'suspension')),
    ...policy.terminationNoticeDays.map((before) => step(terminationDays - before, 'notice', 'termination')),
    ...(policy.lateFee ? [step(policy.lateFee.afterDays, 'late_fee')] : []),
    step(suspensionDays, 'suspension'),
    step(terminationDays, 'termination'),
  ].toSorted((a, b) => a.day - b.day)
}

/** The same for an invoice that is due on a day. */
export function datedTimeline(policy: DunningPolicy, dueOn: CalendarDate) {
  return timelineOf(policy).map((step) => ({ ...step, on: addDays(dueOn, step.day) }))
}

export type TimelineProblem =
  | PolicyProblem
  | { policy: 'suspensionNoticeDays' | 'terminationNoticeDays'; type: 'notice_not_before' | 'notice_before_due_date'; days: number }
  | { policy: 'lateFee'; type: 'late_fee_after_termination' }
  | { policy: 'collectionDays'; type: 'charge_after_termination'; days: number } // prettier-ignore

/**
 * What is wrong with settings that staff want to save: besides what cannot be at all, steps that would never come. A notice lies
 * between the due date and what it announces; nothing is charged or added once services are removed.
 */
export function findTimelineProblems(settings: Record<string, unknown>): TimelineProblem[] {
  const problems = findPolicyProblems(settings)
  if (problems.length > 0) return problems
  const policy = readDunning(settings)
  return [
    ...noticeProblems('suspensionNoticeDays', policy.suspensionNoticeDays, policy.suspensionDays),
    ...noticeProblems('terminationNoticeDays', policy.terminationNoticeDays, policy.terminationDays),
    ...policy.collectionDays
      .filter((day) => day >= policy.terminationDays)
      .map((days) => ({ policy: 'collectionDays', type: 'charge_after_termination', days }) as const),
    ...(policy.lateFee && policy.lateFee.afterDays >= policy.terminationDays
      ? [{ policy: 'lateFee', type: 'late_fee_after_termination' } as const]
      : []),
  ]
}

function noticeProblems(
  policy: 'suspensionNoticeDays' | 'terminationNoticeDays',
  notices: readonly number[],
  consequenceDays: number
): TimelineProblem[] {
  return notices.flatMap((days): TimelineProblem[] => {
    if (days < 1) return [{ policy, type: 'notice_not_before', days }]
    return days > consequenceDays ? [{ policy, type: 'notice_before_due_date', days }] : []
  })
}

function later(one: CalendarDate | null, other: CalendarDate | null): CalendarDate | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}
