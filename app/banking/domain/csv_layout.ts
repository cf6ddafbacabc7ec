import { guessMark } from '#app/banking/domain/read_amount'

/** How days are written in a column: year, month and day in which order. */
export const dayOrders = ['ymd', 'dmy', 'mdy'] as const
export type DayOrder = (typeof dayOrders)[number]

/** What a column of a bank's table may be. */
export const csvFields = [
  'booked_on',
  'valued_on',
  'amount',
  'amount_in',
  'amount_out',
  'side',
  'currency',
  'name',
  'iban',
  'text',
  'reference',
  'end_to_end_id',
  'state',
] as const
export type CsvField = (typeof csvFields)[number]

/** Which column (counted from 0) is what, and how days and amounts are written. */
export interface CsvColumns {
  columns: Partial<Record<CsvField, number>>
  dayOrder: DayOrder
  decimalMark: ',' | '.'
}

/** The words of head lines, without spaces and signs: of German, English and other banks, the surest first. */
const words: Record<CsvField, readonly string[]> = {
  booked_on: ['buchungstag', 'buchungsdatum', 'buchung', 'bookingdate', 'datebooked', 'completeddate', 'transactiondate', 'finisheddate', 'datum', 'date', 'buchungsdatumde'],
  valued_on: ['valutadatum', 'wertstellung', 'wertstellungstag', 'wertstellungsdatum', 'valuta', 'valuedate'],
  amount: ['betrag', 'betrageur', 'betragineur', 'umsatz', 'umsatzineur', 'amount', 'amounteur', 'amountineur', 'bookingamount', 'transactionamount', 'sum'],
  amount_in: ['haben', 'gutschrift', 'habenbetrag', 'betraghaben', 'credit', 'creditamount', 'paidin', 'moneyin', 'zahlungseingang', 'eingang'],
  amount_out: ['soll', 'belastung', 'lastschrift', 'sollbetrag', 'betragsoll', 'debit', 'debitamount', 'paidout', 'moneyout', 'zahlungsausgang', 'ausgang'],
  side: ['sollhaben', 'sh', 'sollhabenkennzeichen', 'sollhabenkz', 'debitcredit', 'creditdebit', 'dc', 'creditdebitindicator', 'direction'],
  currency: ['waehrung', 'wahrung', 'currency', 'whrg', 'kontowaehrung'],
  name: ['beguenstigterzahlungspflichtiger', 'zahlungspflichtiger', 'auftraggeberbeguenstigter', 'auftraggeberempfaenger', 'namezahlungsbeteiligter', 'zahlungsbeteiligter', 'zahlungspflichtigerr', 'partnername', 'payername', 'counterpartyname', 'counterparty', 'payer', 'debtor', 'name'],
  iban: ['kontonummeriban', 'ibanzahlungsbeteiligter', 'partneriban', 'counterpartyiban', 'payeriban', 'ibanauftraggeber', 'accountnumberiban', 'kontonummer', 'iban'],
  text: ['verwendungszweck', 'buchungsdetails', 'buchungstextverwendungszweck', 'remittanceinformation', 'paymentreference', 'purpose', 'details', 'description', 'narrative', 'memo', 'buchungsinfo', 'mitteilung', 'text'],
  reference: ['bankreferenz', 'transaktionsid', 'buchungsreferenz', 'transactionid', 'bankreference', 'transactionreference', 'id'],
  state: ['info', 'status', 'state', 'umsatzstatus', 'buchungsstatus', 'bookingstatus', 'transactionstatus'],
  end_to_end_id: ['kundenreferenzendtoend', 'endtoendreferenz', 'endtoendid', 'endtoendreference', 'kundenreferenz'],
} // prettier-ignore

/** What the head line says about the columns. The first column that a word fits has it; a column is one thing. */
export function guessColumns(head: readonly string[]): Partial<Record<CsvField, number>> {
  const names = head.map(plain)
  const taken = new Set<number>()
  const columns: Partial<Record<CsvField, number>> = {}
  for (const field of csvFields) {
    const place = words[field].map((word) => names.findIndex((name, at) => name === word && !taken.has(at))).find((at) => at >= 0) // prettier-ignore
    if (place === undefined) continue
    taken.add(place)
    columns[field] = place
  }
  return columns
}

/** Whether enough is known to read a table: a day, what moved, and at least one thing that says who or what for. */
export function isComplete(columns: Partial<Record<CsvField, number>>): boolean {
  const hasAmount = columns.amount !== undefined || columns.amount_in !== undefined
  const hasWords = (['text', 'name', 'iban'] as const).some((field) => columns[field] !== undefined)
  return columns.booked_on !== undefined && hasAmount && hasWords
}

/** Null where the days of a column could be read in two ways: then somebody has to say it. */
export function guessDayOrder(days: readonly string[]): DayOrder | null {
  if (days.length === 0) return null
  if (days.every((day) => /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/.test(day))) return 'ymd'
  if (days.every((day) => /^\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})\b/.test(day))) return 'dmy'
  const parts = days.map((day) => /^(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})\b/.exec(day)?.slice(1, 3).map(Number))
  if (parts.some((part) => !part)) return null
  if (parts.some((part) => part![0]! > 12)) return 'dmy'
  return parts.some((part) => part![1]! > 12) ? 'mdy' : null
} // prettier-ignore

/** The mark of decimals of a column as a whole; null where no amount shows one. */
export function guessDecimalMark(amounts: readonly string[]): ',' | '.' | null {
  const marks = new Set(amounts.map((text) => guessMark(text.replaceAll(/[^\d.,]/g, ''))).filter((mark) => mark !== null))
  return marks.size === 1 ? [...marks][0]! : null
} // prettier-ignore

/** What two files of one bank have in common: the names of their columns. */
export function headKey(head: readonly string[]): string {
  return head.map(plain).join('|')
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]/g, '')
}
