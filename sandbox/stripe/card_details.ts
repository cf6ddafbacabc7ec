import { cardError, type StripeError } from './errors.ts'
import type { Params } from './params.ts'

export type CardDetails = { number: string; exp_month: number; exp_year: number; cvc: string | null }

/** Reads what a person typed, and refuses it as Stripe's form and vault do. */
export function readCard(card: Params, nowMs: number): CardDetails {
  const number = (card.text('number') ?? '').replace(/[\s-]/g, '')
  if (!/^\d{12,19}$/.test(number)) {
    throw refusal('invalid_number', 'The card number is not a valid credit card number.', 'number')
  }
  if (!passesLuhn(number)) throw refusal('incorrect_number', 'Your card number is incorrect.', 'number')

  const month = card.integer('exp_month') ?? 0
  if (month < 1 || month > 12) {
    throw refusal('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month')
  }
  const year = fullYear(card.integer('exp_year') ?? 0)
  const now = new Date(nowMs)
  const past = year < now.getUTCFullYear()
  if (past || year > now.getUTCFullYear() + 50) {
    throw refusal('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year')
  }
  if (year === now.getUTCFullYear() && month < now.getUTCMonth() + 1) {
    throw refusal('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month')
  }
  return { number, exp_month: month, exp_year: year, cvc: checkedCvc(card, number) }
}

export function brandOf(number: string): string {
  if (/^3[47]/.test(number)) return 'amex'
  if (/^4/.test(number)) return 'visa'
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard'
  if (/^(6011|65|64[4-9])/.test(number)) return 'discover'
  if (/^35/.test(number)) return 'jcb'
  return 'unknown'
}

/** Test cards of a country carry its number (ISO 3166-1) as digits seven to nine: 4000 0027 6000 0016 is German. The others are American. */
const countries: Record<string, string> = {
  '036': 'AU', '040': 'AT', '056': 'BE', '076': 'BR', '124': 'CA', '196': 'CY', '203': 'CZ', '208': 'DK', '233': 'EE', '246': 'FI',
  '250': 'FR', '276': 'DE', '300': 'GR', '348': 'HU', '372': 'IE', '380': 'IT', '428': 'LV', '438': 'LI', '440': 'LT', '442': 'LU',
  '470': 'MT', '528': 'NL', '554': 'NZ', '578': 'NO', '616': 'PL', '620': 'PT', '642': 'RO', '703': 'SK', '705': 'SI', '724': 'ES',
  '752': 'SE', '756': 'CH', '826': 'GB',
} // prettier-ignore

export function countryOf(number: string): string {
  return (number.startsWith('400000') && countries[number.slice(6, 9)]) || 'US'
}

function checkedCvc(card: Params, number: string): string | null {
  const cvc = card.text('cvc')
  if (cvc === undefined || cvc === '') return null
  const digits = brandOf(number) === 'amex' ? /^\d{3,4}$/ : /^\d{3}$/
  if (!digits.test(cvc)) throw refusal('invalid_cvc', "Your card's security code is invalid.", 'cvc')
  return cvc
}

function fullYear(year: number): number {
  return year > 0 && year < 100 ? 2000 + year : year
}

function passesLuhn(number: string): boolean {
  let sum = 0
  for (const [index, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

function refusal(code: string, message: string, param: string): StripeError {
  return cardError({ code, message, param })
}
