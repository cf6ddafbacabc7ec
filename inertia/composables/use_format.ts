import { useTranslation } from '~/i18n/use_translation'
import type { WireMoney } from '~/shared_props'

const exponents: Record<string, number> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
} // prettier-ignore

export function exponentOf(currency: string): number {
  return exponents[currency] ?? 2
}

/** Money, dates and numbers in the reader's language. Money goes to the formatter as text, never as a float. */
export function useFormat() {
  const { locale } = useTranslation()

  function money(value: WireMoney): string {
    const digits = exponentOf(value.currency)
    return new Intl.NumberFormat(locale.value, {
      style: 'currency',
      currency: value.currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(decimal(value.amount, digits) as Intl.StringNumericLiteral)
  }

  /** As a form of a bank takes it, in the reader's own writing: no currency, and nothing between thousands. */
  function plainAmount(value: WireMoney): string {
    const digits = exponentOf(value.currency)
    return new Intl.NumberFormat(locale.value, {
      useGrouping: false,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(decimal(value.amount, digits) as Intl.StringNumericLiteral)
  }

  /** The price of an hour: minor units with decimals, none of which is rounded away. */
  function exactMoney(value: WireMoney): string {
    const digits = exponentOf(value.currency)
    const [whole = '0', below = ''] = value.amount.split('.')
    const exact = decimal(whole, digits) + (digits === 0 && below ? `.${below}` : below)
    return new Intl.NumberFormat(locale.value, {
      style: 'currency',
      currency: value.currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: 15,
    }).format(exact as Intl.StringNumericLiteral)
  }

  /** A calendar date, `2026-12-01`: the same day wherever it is read. */
  function date(text: string, style: 'long' | 'medium' = 'medium'): string {
    return new Intl.DateTimeFormat(locale.value, { dateStyle: style, timeZone: 'UTC' }).format(
      new Date(`${text.slice(0, 10)}T00:00:00Z`)
    )
  }

  /** A month, `2026-12`: "December 2026". */
  function month(text: string): string {
    return new Intl.DateTimeFormat(locale.value, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${text.slice(0, 7)}-01T00:00:00Z`)
    )
  }

  function number(value: number): string {
    return new Intl.NumberFormat(locale.value).format(value)
  }

  return { money, plainAmount, exactMoney, date, month, number }
}

function decimal(amount: string, digits: number): string {
  const isNegative = amount.startsWith('-')
  const magnitude = amount.replace('-', '').padStart(digits + 1, '0')
  const text = digits === 0 ? magnitude : `${magnitude.slice(0, -digits)}.${magnitude.slice(-digits)}`
  return isNegative ? `-${text}` : text
}
