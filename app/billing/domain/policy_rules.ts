import { lostDisputePolicies } from '#app/billing/domain/lost_dispute'
import { prorationConventions } from '#app/billing/domain/proration'

/** What a policy may be. Days are whole, and different from each other. */
export type PolicyRule =
  | { kind: 'number'; from: number; to: number }
  | { kind: 'choice'; choices: readonly string[] }
  | { kind: 'days'; order: 'rising' | 'falling'; from: number; to: number }

export const daysMax = 20

const number = (from: number, to: number) => ({ kind: 'number', from, to }) as const
const choice = <Word extends string>(...choices: Word[]) => ({ kind: 'choice', choices }) as const

/** Table of data: what each policy may be. `domain/policies.ts` says what each means and what it is when nobody chose. */
export const policyRules = {
  invoiceLeadDays: number(0, 30),
  invoiceGrouping: choice('day', 'month', 'service'),
  summaryDay: number(1, 28),
  newServices: choice('own_day', 'customer_day'),
  collectionDays: { kind: 'days', order: 'rising', from: 0, to: 365 },
  collectionHour: number(0, 23),
  suspensionDays: number(0, 365),
  terminationDays: number(1, 730),
  suspensionNoticeDays: { kind: 'days', order: 'falling', from: 0, to: 365 },
  terminationNoticeDays: { kind: 'days', order: 'falling', from: 0, to: 365 },
  taxRounding: choice('line', 'rate_group'),
  proration: choice(...prorationConventions),
  upgrade: choice('now', 'renewal'),
  downgrade: choice('now', 'renewal'),
  changePaymentDays: number(1, 30),
  priceNoticeDays: number(0, 365),
  handOverDays: number(1, 730),
  disputedServices: choice('suspend', 'keep'),
  lostDisputes: choice(...lostDisputePolicies),
  riskyOrders: choice('first', 'every', 'none'),
} as const satisfies Record<string, PolicyRule>

export type RuledPolicy = keyof typeof policyRules

/** What is wrong with one value, with the figures that a sentence about it needs. */
export type ValueProblem =
  | { type: 'not_a_whole_number'; from: number; to: number }
  | { type: 'not_a_choice'; choices: readonly string[] }
  | { type: 'not_a_list_of_days'; from: number; to: number }

/** Null when the value is one that the policy may have. */
export function checkValue(rule: PolicyRule, value: unknown): ValueProblem | null {
  switch (rule.kind) {
    case 'number':
      return isWholeNumber(value, rule) ? null : { type: 'not_a_whole_number', from: rule.from, to: rule.to }
    case 'choice':
      return rule.choices.some((word) => word === value) ? null : { type: 'not_a_choice', choices: rule.choices } // prettier-ignore
    case 'days':
      return isListOfDays(value, rule) ? null : { type: 'not_a_list_of_days', from: rule.from, to: rule.to }
  }
}

/** The value in the order in which it is read; it has been checked. */
export function inOrder<Value>(rule: PolicyRule, value: Value): Value {
  if (rule.kind !== 'days') return value
  const days = [...(value as number[])].sort((a, b) => a - b)
  return (rule.order === 'rising' ? days : days.reverse()) as Value
}

/** The sentence for an operator who wrote a setting by hand. */
export function sentenceAbout(name: string, problem: ValueProblem): string {
  switch (problem.type) {
    case 'not_a_whole_number':
      return `The policy ${name} must be a whole number from ${problem.from} to ${problem.to}`
    case 'not_a_choice':
      return `The policy ${name} must be one of ${problem.choices.join(', ')}`
    case 'not_a_list_of_days':
      return `The policy ${name} must be a list of different days from ${problem.from} to ${problem.to}`
  }
}

function isWholeNumber(value: unknown, { from, to }: { from: number; to: number }): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
}

function isListOfDays(value: unknown, range: { from: number; to: number }): boolean {
  return (
    Array.isArray(value) &&
    value.length <= daysMax &&
    value.every((day) => isWholeNumber(day, range)) &&
    new Set(value).size === value.length
  )
}
