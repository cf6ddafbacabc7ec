import { Fraction } from '#app/shared/money/fraction'
import { isCurrencyCode } from '#app/shared/money/currency'
import type { Benefit, CouponTerms } from '#app/promotions/domain/coupon'

export type TermsFaultType =
  | 'percent_out_of_range'
  | 'amounts_missing'
  | 'currency_unknown'
  | 'months_out_of_range'
  | 'weights_out_of_range'
  | 'keys_not_distinct'
  | 'one_side_only'
  | 'ends_before_it_starts'
  | 'below_what_is_used'
  /** More off a price than who acts may promise. */
  | 'above_own_limit'

/** What is wrong with the terms of a coupon, at the field it is wrong in. */
export interface TermsFault {
  field: string
  type: TermsFaultType
}

export const freeMonthsMax = 36
export const weightMax = 1000

/** What cannot be in a coupon, however well each field is formed. */
export function checkTerms(terms: CouponTerms, redeemedCount: number): TermsFault[] {
  const { benefit, variants, minimumAmounts, startsAt, endsAt, limitTotal } = terms
  return [
    ...checkBenefit(benefit, 'benefit'),
    ...variants.flatMap((variant, index) => checkBenefit(variant.benefit, `variants.${index}.benefit`)),
    ...checkVariants(terms),
    ...(minimumAmounts ? checkAmounts(minimumAmounts, 'minimum_amounts') : []),
    ...(startsAt && endsAt && endsAt <= startsAt ? [fault('ends_at', 'ends_before_it_starts')] : []),
    ...(limitTotal !== null && limitTotal < redeemedCount
      ? [fault('limit_total', 'below_what_is_used')]
      : []),
  ]
}

function checkBenefit(benefit: Benefit, field: string): TermsFault[] {
  switch (benefit.kind) {
    case 'percent':
      return isPercentage(benefit.percent) ? [] : [fault(`${field}.percent`, 'percent_out_of_range')]
    case 'fixed':
      return checkAmounts(benefit.amounts, `${field}.amounts`)
    case 'free_months': {
      const isWhole =
        Number.isInteger(benefit.months) && benefit.months >= 1 && benefit.months <= freeMonthsMax
      return isWhole ? [] : [fault(`${field}.months`, 'months_out_of_range')]
    }
    case 'free_setup':
      return []
  }
}

function checkAmounts(amounts: Record<string, string>, field: string): TermsFault[] {
  const entries = Object.entries(amounts)
  if (entries.length === 0 || entries.some(([, amount]) => BigInt(amount) <= 0n)) return [fault(field, 'amounts_missing')]
  return entries.filter(([currency]) => !isCurrencyCode(currency)).map(() => fault(field, 'currency_unknown'))
} // prettier-ignore

function checkVariants({ variants }: CouponTerms): TermsFault[] {
  if (variants.length === 0) return []
  const faults: TermsFault[] = []
  if (variants.length === 1) faults.push(fault('variants', 'one_side_only'))
  if (new Set(variants.map(({ key }) => key)).size !== variants.length) faults.push(fault('variants', 'keys_not_distinct')) // prettier-ignore
  if (variants.some(({ weight }) => !Number.isInteger(weight) || weight < 1 || weight > weightMax)) faults.push(fault('variants', 'weights_out_of_range')) // prettier-ignore
  return faults
}

/** More than nothing, at most everything, with two decimals at most. */
export function isPercentage(text: string): boolean {
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return false
  const value = Fraction.fromDecimal(text)
  return value.numerator > 0n && value.numerator <= value.denominator * hundred
}

const hundred = 100n

function fault(field: string, type: TermsFaultType): TermsFault {
  return { field, type }
}
