import { Fraction } from '#app/shared/money/fraction'
import { currencyExponent } from '#app/shared/money/currency'

/** An amount in whole minor units of one currency: `{ amount: 1401n, currency: 'EUR' }` is €14.01. */
export interface Money {
  readonly amount: bigint
  readonly currency: string
}

/** Money as it travels in JSON: the amount is a string, because JSON numbers are floats. */
export interface MoneyOnWire {
  amount: string
  currency: string
}

export function money(amount: bigint, currency: string): Money {
  return { amount, currency }
}

export function addMoney(first: Money, ...others: Money[]): Money {
  return others.reduce((sum, next) => {
    if (next.currency !== sum.currency) throw new RangeError(`Cannot add ${next.currency} to ${sum.currency}`)
    return { amount: sum.amount + next.amount, currency: sum.currency }
  }, first)
}

/** A share of an amount, rounded once. */
export function shareOf(amount: bigint, rate: Fraction): bigint {
  return new Fraction(amount).times(rate).roundHalfAwayFromZero()
}

/**
 * Splits a whole by weights so that the parts always add up to it: each part is cut down to whole units, and what is left
 * goes one unit at a time to the largest remainders (Hamilton's method), earlier parts first among equals.
 */
export function allocate(total: bigint, weights: bigint[]): bigint[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0n)
  if (weights.length === 0 || weightSum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError('Weights must be zero or more and not all zero')
  }
  const sign = total < 0n ? -1n : 1n
  const magnitude = total * sign
  const parts = weights.map((weight) => (magnitude * weight) / weightSum)
  const remainders = weights.map((weight, index) => ({ index, remainder: (magnitude * weight) % weightSum }))
  let left = magnitude - parts.reduce((sum, part) => sum + part, 0n)
  remainders.sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1
  )
  for (const { index } of remainders) {
    if (left === 0n) break
    parts[index] = parts[index]! + 1n
    left -= 1n
  }
  return parts.map((part) => part * sign)
}

export function toWire(value: Money): MoneyOnWire {
  return { amount: value.amount.toString(), currency: value.currency }
}

/** `1401n, EUR` → `14.01`: the plain decimal, for interfaces and documents that want one. */
export function toDecimal(value: Money): string {
  const exponent = currencyExponent(value.currency)
  const sign = value.amount < 0n ? '-' : ''
  const digits = (value.amount < 0n ? -value.amount : value.amount).toString().padStart(exponent + 1, '0')
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** Of minor units with decimals, `0.83`: all of them are shown. */
export function formatExactMoney({ amount, currency }: MoneyOnWire, locale: string): string {
  const [whole = '0', below = ''] = amount.split('.')
  const exponent = currencyExponent(currency)
  const exact =
    toDecimal({ amount: BigInt(whole), currency }) + (exponent === 0 && below ? `.${below}` : below)
  const formatter = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: 15,
  })
  return formatter.format(exact as Intl.StringNumericLiteral)
}

/** Money in a reader's language, exactly: the decimal goes to the formatter as text, never as a float. */
export function formatMoney(value: Money, locale: string): string {
  const exponent = currencyExponent(value.currency)
  const formatter = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: value.currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  })
  return formatter.format(toDecimal(value) as Intl.StringNumericLiteral)
}
