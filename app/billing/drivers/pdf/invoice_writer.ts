import i18nManager from '@adonisjs/i18n/services/main'
import { DateTime } from 'luxon'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { formatMoney, type MoneyOnWire } from '#app/shared/money/money'

/** Writes words, dates and amounts of an invoice in one language. */
export interface InvoiceWriter {
  t(name: string, values?: Record<string, string | number>): string
  date(date: CalendarDate): string
  /** Half-open period, written with its last day. */
  period(startsOn: CalendarDate, endsOn: CalendarDate): string
  money(value: MoneyOnWire): string
  percent(percent: string): string
  country(code: string): string
}

export function invoiceWriter(wanted: string): InvoiceWriter {
  const locale = i18nManager.supportedLocales().includes(wanted) ? wanted : i18nManager.defaultLocale
  const i18n = i18nManager.locale(locale)
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' })
  const date = (value: CalendarDate) =>
    DateTime.fromISO(value, { zone: 'utc', locale }).toLocaleString(DateTime.DATE_MED)
  return {
    t: (name, values) => i18n.t(`billing.invoice_document.${name}`, values),
    date,
    period: (startsOn, endsOn) => `${date(startsOn)} – ${date(addDays(endsOn, -1))}`,
    money: ({ amount, currency }) => formatMoney({ amount: BigInt(amount), currency }, locale),
    percent: (percent) => `${locale === 'de' ? percent.replace('.', ',') : percent} %`,
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
  }
}
