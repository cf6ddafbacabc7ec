import type { TaxRounding } from '#app/billing/domain/price_item'
import { type ProrationConvention, prorationConventions } from '#app/billing/domain/proration'

/** When a change of a subscription takes place: at once, or with its next renewal. */
export type ChangeTime = 'now' | 'renewal'

/** How a tenant bills: its answers to the questions of docs/billing.md. */
export interface BillingPolicies {
  /** How many days before a period starts its invoice is made. */
  invoiceLeadDays: number
  /** The days after the due date on which a saved method is charged; day 0 is the due date. */
  collectionDays: readonly number[]
  /** The hour of the tenant's zone at which a saved method is charged. */
  collectionHour: number
  suspensionDays: number
  terminationDays: number
  /** How many days before suspension and before termination a notice goes out. */
  noticeDaysBefore: readonly number[]
  taxRounding: TaxRounding
  proration: ProrationConvention
  /** A change after which more is paid for one interval, and one after which less is. */
  upgrade: ChangeTime
  downgrade: ChangeTime
  /** How many days a change that costs something may stay unpaid before it lapses. */
  changePaymentDays: number
  /** How many days before a higher price is charged its customer is told. */
  priceNoticeDays: number
}

export const defaultPolicies: BillingPolicies = {
  invoiceLeadDays: 7,
  collectionDays: [0, 1, 3, 5, 7],
  collectionHour: 6,
  suspensionDays: 5,
  terminationDays: 30,
  noticeDaysBefore: [3, 1],
  taxRounding: 'line',
  proration: 'seconds',
  upgrade: 'now',
  downgrade: 'renewal',
  changePaymentDays: 3,
  priceNoticeDays: 30,
}

/**
 * Reads the settings of a tenant; what is absent has its default. A setting that cannot be is an operator's mistake and stops
 * here with its name, rather than bill anybody wrongly.
 */
export function readPolicies(settings: Record<string, unknown>): BillingPolicies {
  const policies: BillingPolicies = {
    invoiceLeadDays: wholeNumber(settings, 'invoiceLeadDays', { from: 0, to: 30 }),
    collectionDays: listOfDays(settings, 'collectionDays'),
    collectionHour: wholeNumber(settings, 'collectionHour', { from: 0, to: 23 }),
    suspensionDays: wholeNumber(settings, 'suspensionDays', { from: 0, to: 365 }),
    terminationDays: wholeNumber(settings, 'terminationDays', { from: 1, to: 730 }),
    noticeDaysBefore: [...listOfDays(settings, 'noticeDaysBefore')].sort((a, b) => b - a),
    taxRounding: rounding(settings.taxRounding),
    proration: oneOf(settings, 'proration', prorationConventions),
    upgrade: oneOf(settings, 'upgrade', changeTimes),
    downgrade: oneOf(settings, 'downgrade', changeTimes),
    changePaymentDays: wholeNumber(settings, 'changePaymentDays', { from: 1, to: 30 }),
    priceNoticeDays: wholeNumber(settings, 'priceNoticeDays', { from: 0, to: 365 }),
  }
  if (policies.terminationDays <= policies.suspensionDays) {
    throw new RangeError('The policy terminationDays must lie after suspensionDays')
  }
  return policies
}

const changeTimes = ['now', 'renewal'] as const satisfies ChangeTime[]

type NumberPolicy =
  | 'invoiceLeadDays'
  | 'collectionHour'
  | 'suspensionDays'
  | 'terminationDays'
  | 'changePaymentDays'
  | 'priceNoticeDays'

function oneOf<Name extends 'proration' | 'upgrade' | 'downgrade'>(
  settings: Record<string, unknown>,
  name: Name,
  known: readonly BillingPolicies[Name][]
): BillingPolicies[Name] {
  const value = settings[name] ?? defaultPolicies[name]
  const found = known.find((candidate) => candidate === value)
  if (found === undefined) throw new RangeError(`The policy ${name} must be one of ${known.join(', ')}`)
  return found
}

function wholeNumber(
  settings: Record<string, unknown>,
  name: NumberPolicy,
  { from, to }: { from: number; to: number }
): number {
  const value = settings[name] ?? defaultPolicies[name]
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value
  throw new RangeError(`The policy ${name} must be a whole number from ${from} to ${to}`)
}

function listOfDays(
  settings: Record<string, unknown>,
  name: 'collectionDays' | 'noticeDaysBefore'
): readonly number[] {
  const value = settings[name] ?? defaultPolicies[name]
  const isList =
    Array.isArray(value) &&
    value.length <= 20 &&
    value.every((day) => typeof day === 'number' && Number.isInteger(day) && day >= 0 && day <= 365) &&
    new Set(value).size === value.length
  if (!isList) throw new RangeError(`The policy ${name} must be a list of different days from 0 to 365`)
  return [...(value as number[])].sort((a, b) => a - b)
}

function rounding(value: unknown): TaxRounding {
  if (value === undefined || value === null) return defaultPolicies.taxRounding
  if (value === 'line' || value === 'rate_group') return value
  throw new RangeError('The policy taxRounding must be line or rate_group')
}
