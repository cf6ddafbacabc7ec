import { checkLateFee, type LateFee, type LateFeeProblem } from '#app/billing/domain/late_fee'
import {
  checkValue,
  inOrder,
  policyRules,
  type RuledPolicy,
  sentenceAbout,
  type ValueProblem,
} from '#app/billing/domain/policy_rules'
import type { LostDisputePolicy } from '#app/billing/domain/lost_dispute'
import type { TaxRounding } from '#app/billing/domain/price_item'
import type { ProrationConvention } from '#app/billing/domain/proration'

/** When a change of a subscription takes place: at once, or with its next renewal. */
export type ChangeTime = 'now' | 'renewal'

/** Which renewals of a customer share an invoice: those of a day, those of a month, or none. */
export type InvoiceGrouping = 'day' | 'month' | 'service'

/** How a tenant bills: its answers to the questions of docs/billing.md. */
export interface BillingPolicies {
  /** How many days before it is due a renewal's invoice is made. */
  invoiceLeadDays: number
  invoiceGrouping: InvoiceGrouping
  /** The day of the month on which a monthly summary is due. */
  summaryDay: number
  /** On which day of the month periods of a further service start: on its own, or on that of the customer's first one. */
  newServices: 'own_day' | 'customer_day'
  /** The days after the due date on which a saved method is charged; day 0 is the due date. */
  collectionDays: readonly number[]
  /** The hour of the tenant's zone at which a saved method is charged. */
  collectionHour: number
  suspensionDays: number
  terminationDays: number
  /** How many days before suspension, and before termination, notices go out. */
  suspensionNoticeDays: readonly number[]
  terminationNoticeDays: readonly number[]
  /** What paying late costs; null for nothing. */
  lateFee: LateFee | null
  taxRounding: TaxRounding
  proration: ProrationConvention
  /** A change after which more is paid for one interval, and one after which less is. */
  upgrade: ChangeTime
  downgrade: ChangeTime
  /** How many days a change that costs something may stay unpaid before it lapses. */
  changePaymentDays: number
  /** How many days before a higher price is charged its customer is told. */
  priceNoticeDays: number
  /** How many days after its due date an invoice may be handed to a collection agency. */
  handOverDays: number
  /** What becomes of the services that a disputed payment paid for, until the dispute is over. */
  disputedServices: 'suspend' | 'keep'
  /** What becomes of the invoices of a dispute that is lost: it is a loss of ours, they are owed again, or they are credited. */
  lostDisputes: LostDisputePolicy
  /** Which orders wait for a person when their payment looks risky to the gateway: first ones of a customer, every one, or none. */
  riskyOrders: 'first' | 'every' | 'none'
}

export type PolicyName = keyof BillingPolicies

export const defaultPolicies: BillingPolicies = {
  invoiceLeadDays: 7,
  invoiceGrouping: 'day',
  summaryDay: 1,
  newServices: 'own_day',
  collectionDays: [0, 1, 3, 5, 7],
  collectionHour: 6,
  suspensionDays: 5,
  terminationDays: 30,
  suspensionNoticeDays: [3, 1],
  terminationNoticeDays: [3, 1],
  lateFee: null,
  taxRounding: 'line',
  proration: 'seconds',
  upgrade: 'now',
  downgrade: 'renewal',
  changePaymentDays: 3,
  priceNoticeDays: 30,
  handOverDays: 60,
  disputedServices: 'suspend',
  lostDisputes: 'loss',
  riskyOrders: 'first',
}

export const policyNames = Object.keys(defaultPolicies) as PolicyName[]

export type PolicyProblem = { policy: PolicyName } & (
  ValueProblem | { type: 'termination_before_suspension' } | { type: LateFeeProblem }
)

/**
 * Reads the settings of a tenant; what is absent has its default. A setting that cannot be is an operator's mistake and stops
 * here with its name, rather than bill anybody wrongly.
 */
export function readPolicies(settings: Record<string, unknown>): BillingPolicies {
  const [problem] = findPolicyProblems(settings)
  if (problem) throw new RangeError(describe(problem))
  const chosen = withDefaults(settings)
  const ruled = Object.entries(policyRules).map(([name, rule]) => [name, inOrder(rule, chosen[name])])
  return { ...Object.fromEntries(ruled), lateFee: chosen.lateFee } as BillingPolicies
}

/** Everything in the settings of a tenant that cannot be; empty for those that can be read. */
export function findPolicyProblems(settings: Record<string, unknown>): PolicyProblem[] {
  const chosen = withDefaults(settings)
  const problems: PolicyProblem[] = Object.entries(policyRules).flatMap(([name, rule]) => {
    const problem = checkValue(rule, chosen[name])
    return problem ? [{ policy: name as RuledPolicy, ...problem }] : []
  })
  const ofFee = chosen.lateFee === null ? null : checkLateFee(chosen.lateFee)
  if (ofFee) problems.push({ policy: 'lateFee', type: ofFee })
  const { suspensionDays, terminationDays } = chosen
  const areNumbers = typeof suspensionDays === 'number' && typeof terminationDays === 'number'
  if (areNumbers && terminationDays <= suspensionDays) {
    problems.push({ policy: 'terminationDays', type: 'termination_before_suspension' })
  }
  return problems
}

/** `noticeDaysBefore` is how settings said both lists of notices at once. */
function withDefaults(settings: Record<string, unknown>): Record<string, unknown> {
  const both = settings.noticeDaysBefore
  return Object.fromEntries(
    policyNames.map((name) => {
      const isNotice = name === 'suspensionNoticeDays' || name === 'terminationNoticeDays'
      return [name, settings[name] ?? (isNotice ? both : undefined) ?? defaultPolicies[name]]
    })
  )
}

function describe(problem: PolicyProblem): string {
  switch (problem.type) {
    case 'not_a_whole_number':
    case 'not_a_choice':
    case 'not_a_list_of_days':
      return sentenceAbout(problem.policy, problem)
    case 'termination_before_suspension':
      return 'The policy terminationDays must lie after suspensionDays'
    default:
      return `The policy lateFee cannot be: ${problem.type}`
  }
}
