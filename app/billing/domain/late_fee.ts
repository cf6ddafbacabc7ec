import { Fraction } from '#app/shared/money/fraction'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { isCurrencyCode } from '#app/shared/money/currency'

/** Amounts in minor units as digits, by currency: `{ EUR: '500' }` is €5.00. A currency that is absent has none. */
export type AmountsByCurrency = Readonly<Record<string, string>>

/** What a customer pays for paying late: once for an invoice, some days after its due date. */
export type LateFee = {
  afterDays: number
  isTaxed: boolean
  /** The day on which it was introduced: nothing is charged for what was late enough before. */
  since?: CalendarDate
} & (
  | { kind: 'fixed'; amounts: AmountsByCurrency }
  /** Of what is due on that day. A plain decimal, such as `2.5`. */
  | { kind: 'percent'; percent: string; minimum: AmountsByCurrency; maximum: AmountsByCurrency }
)

export type LateFeeProblem =
  'late_fee_malformed' | 'late_fee_day' | 'late_fee_amount' | 'late_fee_percent' | 'late_fee_range'

export const lateFeeDays = { from: 1, to: 365 }

/** How the fee of an invoice came about, in minor units. */
export interface ChargedFee {
  amount: bigint
  /** What an exact percentage was raised or lowered to. */
  limitedBy: 'minimum' | 'maximum' | null
}

/**
 * The fee for an invoice of which so much is due. A percentage is exact and rounded once, half away from zero, then held between its
 * minimum and maximum. Null where there is none: nothing is due, no amount is set for the currency, or the fee is nothing.
 */
export function chargeLateFee(fee: LateFee, due: { amount: bigint; currency: string }): ChargedFee | null {
  if (due.amount <= 0n) return null
  const charged = fee.kind === 'fixed' ? fixed(fee.amounts, due.currency) : ofPercent(fee, due)
  return charged && charged.amount > 0n ? charged : null
}

function fixed(amounts: AmountsByCurrency, currency: string): ChargedFee | null {
  const amount = amounts[currency]
  return amount === undefined ? null : { amount: BigInt(amount), limitedBy: null }
}

function ofPercent(
  fee: Extract<LateFee, { kind: 'percent' }>,
  { amount, currency }: { amount: bigint; currency: string }
): ChargedFee {
  const exact = new Fraction(amount).times(Fraction.fromPercent(fee.percent)).roundHalfAwayFromZero()
  const minimum = fee.minimum[currency]
  const maximum = fee.maximum[currency]
  if (minimum !== undefined && exact < BigInt(minimum)) return { amount: BigInt(minimum), limitedBy: 'minimum' }
  if (maximum !== undefined && exact > BigInt(maximum)) return { amount: BigInt(maximum), limitedBy: 'maximum' }
  return { amount: exact, limitedBy: null }
} // prettier-ignore

/**
 * Whether an invoice that is unpaid today gets its fee: its day has come, and did not come before there was a fee.
 * @param dunnedFrom the due date, or the day on which it was opened again
 */
export function feeIsDue(fee: LateFee, dunnedFrom: CalendarDate, today: CalendarDate): boolean {
  const feeOn = addDays(dunnedFrom, fee.afterDays)
  return today >= feeOn && (fee.since === undefined || feeOn >= fee.since)
}

/** A fee for whom it came to hold on a day: it is theirs from then on, or from its own day when that is later. */
export function feeFrom(fee: LateFee | null, day: CalendarDate | null): LateFee | null {
  if (!fee || day === null || (fee.since !== undefined && fee.since >= day)) return fee
  return { ...fee, since: day }
}

const texts: Record<string, { line: string; note: string }> = {
  en: { line: 'Late fee for invoice', note: 'Damages for late payment, not subject to VAT' },
  de: { line: 'Mahngebühr zu Rechnung', note: 'Schadensersatz für verspätete Zahlung, nicht steuerbar' },
}

/** What the line of a fee says, and why it carries no tax, in the language of its customer. */
export function lateFeeText(reference: string, locale: string): { description: string; taxNote: string } {
  const { line, note } = texts[locale.slice(0, 2)] ?? texts.en!
  return { description: `${line} ${reference}`, taxNote: note }
}

/** Null when a written fee is one. */
export function checkLateFee(value: unknown): LateFeeProblem | null {
  if (typeof value !== 'object' || value === null) return 'late_fee_malformed'
  const fee = value as Record<string, unknown>
  if (typeof fee.isTaxed !== 'boolean') return 'late_fee_malformed'
  if (!isDay(fee.afterDays)) return 'late_fee_day'
  if (fee.kind === 'fixed')
    return isAmounts(fee.amounts) && Object.keys(fee.amounts).length > 0 ? null : 'late_fee_amount'
  if (fee.kind !== 'percent') return 'late_fee_malformed'
  if (!isPercent(fee.percent)) return 'late_fee_percent'
  if (!isAmounts(fee.minimum) || !isAmounts(fee.maximum)) return 'late_fee_amount'
  const { minimum, maximum } = fee
  const isTurned = Object.entries(minimum).some(
    ([currency, least]) => maximum[currency] !== undefined && BigInt(least) > BigInt(maximum[currency])
  )
  return isTurned ? 'late_fee_range' : null
}

function isDay(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= lateFeeDays.from && value <= lateFeeDays.to // prettier-ignore
}

function isPercent(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{1,3}(\.\d{1,4})?$/.test(value)) return false
  const { numerator, denominator } = Fraction.fromDecimal(value)
  return numerator > 0n && numerator <= 100n * denominator
}

function isAmounts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(
      ([currency, amount]) =>
        isCurrencyCode(currency) && typeof amount === 'string' && /^[1-9]\d{0,11}$/.test(amount)
    )
  )
}
