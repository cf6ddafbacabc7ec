import { isCalendarDate } from '#app/shared/time/calendar'
import { readAmount } from '#app/banking/domain/read_amount'
import type { XmlElement } from '#app/banking/drivers/camt/xml_tree'

/** The amount of an element in minor units of the currency that it names. */
export function moneyOf({ text, attributes }: XmlElement): bigint {
  const amount = readAmount(text.trim(), attributes.Ccy ?? '', '.')
  if (amount === null) throw new Error(`${text.trim().slice(0, 30)} ${attributes.Ccy} is no amount`)
  return amount
}

/** The day of a date, or of an instant as the bank wrote it. */
export function dayOf(text: string | null): string | null {
  if (!text) return null
  const day = text.slice(0, 10)
  if (!isCalendarDate(day)) throw new Error(`${day} is no day`)
  return day
}
