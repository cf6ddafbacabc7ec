import { SaxesParser } from 'saxes'
import { isCalendarDate } from '#app/shared/time/calendar'
import type { PublishedDay } from '#app/ledger/drivers/contract'

const vocabulary = 'http://www.ecb.int/vocabulary/2002-08-01/eurofxref'
const plainDecimal = /^\d{1,9}(\.\d{1,10})?$/
const daysMax = 400

/**
 * Reads the bank's envelope: a `Cube` with a time for each day, and in it a `Cube` with currency and rate for each currency.
 * Throws a sentence for what is no such document, or holds a date, currency or rate that is none.
 */
export function readEnvelope(xml: string): PublishedDay[] {
  const days: PublishedDay[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw new Error(error.message)
  })
  parser.on('opentag', (tag) => {
    if (tag.local !== 'Cube' || tag.uri !== vocabulary) return
    const text = (name: string) => tag.attributes[name]?.value
    const time = text('time')
    if (time !== undefined) days.push({ on: checked('date', time, isCalendarDate), rates: [] })
    const currency = text('currency')
    if (currency !== undefined) addRate(days.at(-1), currency, text('rate') ?? '')
  })
  parser.write(xml).close()
  if (days.length === 0 || days.length > daysMax) throw new Error(`It holds ${days.length} days`)
  if (days.some(({ rates }) => rates.length === 0)) throw new Error('It holds a day without rates')
  return days
}

function addRate(day: PublishedDay | undefined, currency: string, rate: string): void {
  if (!day) throw new Error(`It holds a rate of ${currency} without a day`)
  checked('currency', currency, (text) => /^[A-Z]{3}$/.test(text))
  const isRate = (text: string) => plainDecimal.test(text) && /[1-9]/.test(text)
  day.rates.push({ currency, perEuro: checked('rate', rate, isRate) })
}

function checked(what: string, text: string, isRight: (text: string) => boolean): string {
  if (!isRight(text)) throw new Error(`It holds a ${what} that is none: ${text.slice(0, 40)}`)
  return text
}
