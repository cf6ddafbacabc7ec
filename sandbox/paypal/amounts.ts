import { malformed, unprocessable } from './errors.ts'
import type { Money } from './records.ts'

/** Currencies of the account; those of the second list know no decimals here. */
const withDecimals = new Set(
  'AUD CAD CZK DKK EUR HKD ILS MXN NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(' ')
)
const withoutDecimals = new Set('HUF JPY TWD'.split(' '))

export function decimalsOf(currency: string): number {
  return withoutDecimals.has(currency) ? 0 : 2
}

/** Reads an amount as PayPal does: text, at most two decimals, none where the currency has none. */
export function checkedMoney(value: unknown, field: string): Money {
  const money = (value ?? {}) as Partial<Money>
  const { currency_code: currency, value: amount } = money
  if (typeof currency !== 'string' || typeof amount !== 'string')
    throw malformed('MISSING_REQUIRED_PARAMETER', field, 'A required field is missing.')
  if (!/^\d{1,10}(\.\d+)?$/.test(amount))
    throw malformed('INVALID_PARAMETER_SYNTAX', `${field}/value`, 'The value of a field does not conform to the expected format.')
  if (!withDecimals.has(currency) && !withoutDecimals.has(currency))
    throw unprocessable('CURRENCY_NOT_SUPPORTED_FOR_COUNTRY', 'Currency code not supported for this account.', { field: `${field}/currency_code`, value: currency })
  const decimals = amount.split('.')[1] ?? ''
  if (decimalsOf(currency) === 0 && decimals !== '')
    throw unprocessable('DECIMALS_NOT_SUPPORTED', 'Currency does not support decimals.', { field: `${field}/value`, value: amount })
  if (decimals.length > 2)
    throw unprocessable('DECIMAL_PRECISION', 'The value of the field should not be more than two decimal places.', { field: `${field}/value`, value: amount })
  return { currency_code: currency, value: amount }
} // prettier-ignore

export function minorOf({ currency_code: currency, value }: Money): number {
  const [whole = '0', decimals = ''] = value.replace('-', '').split('.')
  const minor = Number(whole + decimals.padEnd(decimalsOf(currency), '0'))
  return value.startsWith('-') ? -minor : minor
}

export function moneyOf(minor: number, currency: string): Money {
  const digits = decimalsOf(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const value = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return { currency_code: currency, value: minor < 0 ? `-${value}` : value }
}

export function shown({ currency_code: currency, value }: Money): string {
  return `${value} ${currency}`
}

/** 2.49 % and 35 cents (35 units of currencies without decimals). */
export function feeOf(minor: number): number {
  return Math.min(minor, Math.floor((minor * 249 + 5000) / 10_000) + 35)
}
