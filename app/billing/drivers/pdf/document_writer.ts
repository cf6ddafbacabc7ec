import i18nManager from '@adonisjs/i18n/services/main'
import { DateTime } from 'luxon'
import type { CalendarDate } from '#app/shared/time/calendar'
import { formatMoney } from '#app/shared/money/money'

/** Writes words, dates and amounts of a document in one language. */
export interface DocumentWriter {
  locale: string
  t(name: string, values?: Record<string, string | number>): string
  has(name: string): boolean
  date(date: CalendarDate): string
  /** From the first day to the last. */
  period(firstOn: CalendarDate, lastOn: CalendarDate): string
  money(amount: bigint, currency: string): string
  number(value: number): string
  percent(percent: string): string
  /** An exchange rate, with as many digits as people check it by. */
  rate(rate: string): string
  country(code: string): string
}

export function documentWriter(wanted: string): DocumentWriter {
  const locale = i18nManager.supportedLocales().includes(wanted) ? wanted : i18nManager.defaultLocale
  const i18n = i18nManager.locale(locale)
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' })
  const numbers = new Intl.NumberFormat(locale)
  const rates = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 })
  const date = (value: CalendarDate) =>
    DateTime.fromISO(value, { zone: 'utc', locale }).toLocaleString(DateTime.DATE_MED)
  return {
    locale,
    t: (name, values) => i18n.t(`documents.${name}`, values),
    has: (name) => i18n.hasMessage(`documents.${name}`),
    date,
    period: (firstOn, lastOn) => (firstOn === lastOn ? date(firstOn) : `${date(firstOn)} – ${date(lastOn)}`),
    money: (amount, currency) => formatMoney({ amount, currency }, locale),
    number: (value) => numbers.format(value),
    percent: (percent) => `${locale === 'de' ? percent.replace('.', ',') : percent}\u00a0%`,
    rate: (rate) => rates.format(Number(rate)),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
  }
}
