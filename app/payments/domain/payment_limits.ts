import { currencyExponent } from '#app/shared/money/currency'
import { err, ok, type Result } from '#app/shared/result'

/** How much may be paid in and kept in one currency, in its minor units. */
export interface PaymentLimits {
  currency: string
  allowsTopUps: boolean
  topUpMin: bigint
  topUpMax: bigint
  /** All top-ups of a customer in one day of the tenant's zone. */
  topUpDayMax: bigint
  /** What a customer balance may come to by a top-up. */
  balanceMax: bigint
  /** Whether customers may pay a part of an invoice by card. */
  allowsPartPayments: boolean
  partPaymentMin: bigint
}

/** Until staff says otherwise: from 5 to 1,000, 2,000 a day, 5,000 kept; a hundred times that where a currency has no decimals. */
export function defaultLimits(currency: string): PaymentLimits {
  const exponent = currencyExponent(currency)
  const unit = exponent === 0 ? 100n : 10n ** BigInt(exponent)
  return {
    currency,
    allowsTopUps: true,
    topUpMin: 5n * unit,
    topUpMax: 1_000n * unit,
    topUpDayMax: 2_000n * unit,
    balanceMax: 5_000n * unit,
    allowsPartPayments: true,
    partPaymentMin: 5n * unit,
  }
}

export type LimitsComplaint = {
  field: 'topUpMin' | 'topUpMax' | 'topUpDayMax' | 'balanceMax' | 'partPaymentMin'
  type: 'not_positive' | 'below_top_up_min' | 'below_top_up_max'
}

/** What contradicts itself in limits that staff entered; the database refuses the same. */
export function findLimitsComplaint(limits: PaymentLimits): LimitsComplaint | null {
  if (limits.topUpMin <= 0n) return { field: 'topUpMin', type: 'not_positive' }
  if (limits.partPaymentMin <= 0n) return { field: 'partPaymentMin', type: 'not_positive' }
  if (limits.topUpMax < limits.topUpMin) return { field: 'topUpMax', type: 'below_top_up_min' }
  if (limits.topUpDayMax < limits.topUpMax) return { field: 'topUpDayMax', type: 'below_top_up_max' }
  if (limits.balanceMax < limits.topUpMax) return { field: 'balanceMax', type: 'below_top_up_max' }
  return null
}

export type TopUpRefusal =
  | { type: 'top_ups_off' }
  | { type: 'below_top_up_min'; limit: bigint }
  | { type: 'above_top_up_max'; limit: bigint }
  /** `limit` is what is still possible today, or until the balance is full. */
  | { type: 'above_day_max'; limit: bigint }
  | { type: 'above_balance_max'; limit: bigint }

export interface TopUpFigures {
  /** Topped up today, money on its way included. */
  today: bigint
  /** The balance, money on its way to it included. */
  balance: bigint
}

/** Whether a customer may add so much to the balance now. The narrowest limit is named. */
export function decideTopUp(
  amount: bigint,
  limits: PaymentLimits,
  { today, balance }: TopUpFigures
): Result<null, TopUpRefusal> {
  if (!limits.allowsTopUps) return err({ type: 'top_ups_off' })
  if (amount < limits.topUpMin) return err({ type: 'below_top_up_min', limit: limits.topUpMin })
  if (amount > limits.topUpMax) return err({ type: 'above_top_up_max', limit: limits.topUpMax })
  const leftToday = atLeastNothing(limits.topUpDayMax - today)
  const leftOfBalance = atLeastNothing(limits.balanceMax - balance)
  if (amount > leftToday && leftToday <= leftOfBalance)
    return err({ type: 'above_day_max', limit: leftToday })
  if (amount > leftOfBalance) return err({ type: 'above_balance_max', limit: leftOfBalance })
  return ok(null)
}

/** The most that may be topped up now; nothing when less than the minimum is left. */
export function topUpRoom(limits: PaymentLimits, { today, balance }: TopUpFigures): bigint {
  const left = [limits.topUpMax, limits.topUpDayMax - today, limits.balanceMax - balance]
  const least = left.reduce((a, b) => (b < a ? b : a))
  return limits.allowsTopUps && least >= limits.topUpMin ? least : 0n
}

function atLeastNothing(amount: bigint): bigint {
  return amount > 0n ? amount : 0n
}
