import { isCalendarDate } from '#app/shared/time/calendar'
import type { CsvColumns, CsvField, DayOrder } from '#app/banking/domain/csv_layout'
import type { StatedMovement } from '#app/banking/domain/movement'
import { readAmount } from '#app/banking/domain/read_amount'

export interface RowProblem {
  problem: string
}

/** A movement; null for a row in which nothing moved; a sentence for one that cannot be read. */
export function readRow(
  row: string[],
  { layout, currency }: { layout: CsvColumns; currency: string }
): StatedMovement | RowProblem | null {
  const cell = (field: CsvField) => {
    const at = layout.columns[field]
    return at === undefined ? null : (row[at] ?? '').replaceAll(/\s+/g, ' ').trim() || null
  }
  const stated = cell('currency')
  if (stated && /^[A-Z]{3}$/.test(stated) && stated !== currency) return { problem: `It is in ${stated}` }
  const amount = amountOf(cell, { currency, mark: layout.decimalMark })
  if (amount === null) return { problem: 'Its amount is none' }
  if (amount === 0n) return null
  const bookedOn = readDay(cell('booked_on') ?? '', layout.dayOrder)
  if (!bookedOn) return { problem: 'Its day is none' }
  const iban = cell('iban')?.replaceAll(' ', '').toUpperCase() ?? null
  return {
    direction: amount > 0n ? 'credit' : 'debit',
    kind: kindOf(amount, `${cell('text') ?? ''} ${cell('name') ?? ''}`),
    amount: amount > 0n ? amount : -amount,
    currency,
    bookedOn,
    valuedOn: readDay(cell('valued_on') ?? '', layout.dayOrder),
    counterpartyName: cell('name')?.slice(0, 140) ?? null,
    counterpartyIban: iban && /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban) ? iban : null,
    remittance: (cell('text') ?? '').slice(0, 1000),
    creditorReference: null,
    endToEndId: known(cell('end_to_end_id')),
    bankReference: known(cell('reference')),
    returnReason: null,
  }
}

function amountOf(
  cell: (field: CsvField) => string | null,
  { currency, mark }: { currency: string; mark: ',' | '.' }
): bigint | null {
  // Some banks write the currency before or behind each amount.
  const read = (field: CsvField) => {
    const text = cell(field)?.replace(/\s*([A-Z]{3}|[€$£])$/, '').replace(/^([-+(]?)\s*([A-Z]{3}|[€$£])\s*/, '$1')
    return text ? readAmount(text, currency, mark) : 0n
  }
  const [whole, income, expense] = [read('amount'), read('amount_in'), read('amount_out')]
  if (whole === null || income === null || expense === null) return null
  const isDebit = /^(s|soll|d|dr|debit|dbit|-)$/i.test(cell('side') ?? '')
  const signed = isDebit && whole > 0n ? -whole : whole
  const moved = income - size(expense)
  if (signed === 0n || moved === 0n) return signed + moved
  // The same said twice: in one column as a whole, and in one of two by its side.
  return size(signed) === size(moved) ? moved : null
} // prettier-ignore

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

/** What is not booked yet comes again when it is; what was refused or taken back never moved. */
export function isUnbooked(row: string[], { columns }: CsvColumns): boolean {
  const state = columns.state === undefined ? '' : (row[columns.state] ?? '')
  return /^\s*(umsatz )?(vorgemerkt|vorgemerkter|pending|declined|reverted|failed|cancell?ed|abgelehnt|storniert|offen)\b/i.test(state) // prettier-ignore
}

/** Some banks put what is on the account below the table. */
export function isFooter(row: string[]): boolean {
  const words = row.find((cell) => cell.trim() !== '') ?? ''
  return /^\W*(kontostand|(neuer |alter |end)?saldo|endbestand|summe|(closing |ending |opening )?balance|total)\b/i.test(words)
} // prettier-ignore

/** A table has no codes: banks say in words that a transfer came back. */
function kindOf(amount: bigint, text: string): StatedMovement['kind'] {
  if (/r(ü|ue)ck(ü|ue)berweisung|r(ü|ue)cklastschrift|retoure|returned|refund of transfer/i.test(text)) return 'return'
  const isFee = amount < 0n && /geb(ü|ue)hr|kontof(ü|ue)hrung|bank charge|service charge|account fee/i.test(text)
  return isFee ? 'fee' : 'transfer'
} // prettier-ignore

function known(text: string | null): string | null {
  return text === null || /^(NOTPROVIDED|NONREF|-)$/i.test(text) ? null : text.slice(0, 140)
}

/** Null for what is no day in that order. Years of two digits are of this century. */
export function readDay(text: string, order: DayOrder): string | null {
  const [, ...found] = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})/.exec(text) ?? []
  if (found.length < 3) return null
  const [a, b, c] = found as [string, string, string]
  const [year, month, day] = { ymd: [a, b, c], dmy: [c, b, a], mdy: [c, a, b] }[order] as [string, string, string]
  const full = year.length === 2 ? `20${year}` : year
  const date = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isCalendarDate(date) ? date : null
} // prettier-ignore
