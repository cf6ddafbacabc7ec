import { parse } from 'csv-parse/sync'
import { err, ok, type Result } from '#app/shared/result'
import { movementsMax, type ReadFailure, type ReadingTerms, type ReadStatements, type StatementReader } from '#app/banking/drivers/contract' // prettier-ignore
import {
  type CsvColumns,
  guessColumns,
  guessDayOrder,
  guessDecimalMark,
  isComplete,
} from '#app/banking/domain/csv_layout'
import type { StatedMovement } from '#app/banking/domain/movement'
import { isFooter, isUnbooked, readRow, type RowProblem } from '#app/banking/drivers/csv/read_row'

/** Banks put a few lines about the account before the table. */
const preambleMax = 30
const sampleRows = 5

/** Tables as banks offer them for download. Which column is what is seen from the head line, or was said by staff before. */
export const csv: StatementReader = {
  name: 'csv',
  recognises: () => true,
  read(text, terms) {
    const table = readTable(text, terms)
    if (!table) return err({ type: 'unreadable', reason: 'It is no table with a head line', where: null })
    const { head, rows, headLine } = table
    if (rows.length > movementsMax) return err({ type: 'too_large' })
    const layout = terms.layoutOf(head) ?? guessLayout(head, rows)
    if (!isWhole(layout)) {
      const sample = rows.slice(0, sampleRows).map((row) => row.map((cell) => cell.slice(0, 120)))
      return err({ type: 'columns_unknown', head, sample, guess: layout })
    }
    return readRows(rows, { layout, headLine, currency: terms.currency })
  },
}

interface Table {
  head: string[]
  rows: string[][]
  /** Its line in the file, from 1. */
  headLine: number
}

/** The table behind whatever stands before it: its head line is the first that is known or says what its columns are. */
function readTable(text: string, terms: ReadingTerms): Table | null {
  for (const delimiter of delimitersOf(text)) {
    const lines = split(text, delimiter)
    const at = lines?.slice(0, preambleMax).findIndex((line) => line.length > 1 && (terms.layoutOf(line) ?? isComplete(guessColumns(line)))) // prettier-ignore
    if (lines && at !== undefined && at >= 0) return tableAt(lines, at)
  }
  // Nothing known: the longest of the first lines is the head that staff are asked about.
  const lines = split(text, delimitersOf(text)[0]!)
  const width = Math.max(0, ...(lines ?? []).slice(0, preambleMax).map((line) => line.length))
  return lines && width > 1 ? tableAt(lines, lines.findIndex((line) => line.length === width)) : null // prettier-ignore
}

function tableAt(lines: string[][], at: number): Table {
  const rows = lines.slice(at + 1).filter((line) => line.some((cell) => cell.trim() !== ''))
  const end = rows.findLastIndex((row) => !isFooter(row)) + 1
  return { head: lines[at]!.map((cell) => cell.trim()), rows: rows.slice(0, end), headLine: at + 1 }
}

function delimitersOf(text: string): string[] {
  const beginning = text.slice(0, 20_000)
  const count = (delimiter: string) => beginning.split(delimiter).length
  return [';', ',', '\t', '|'].toSorted((a, b) => count(b) - count(a))
}

function split(text: string, delimiter: string): string[][] | null {
  try {
    const options = { delimiter, bom: true, relaxColumnCount: true, relaxQuotes: true, skipEmptyLines: false, maxRecordSize: 100_000 } // prettier-ignore
    return parse(text, options) as unknown as string[][]
  } catch {
    return null
  }
}

function guessLayout(head: string[], rows: string[][]): Partial<CsvColumns> {
  const columns = guessColumns(head)
  const valuesOf = (at: number | undefined) =>
    at === undefined ? [] : rows.map((row) => row[at]?.trim() ?? '').filter((cell) => cell !== '')
  const dayOrder = guessDayOrder(valuesOf(columns.booked_on)) ?? undefined
  const amounts = (['amount', 'amount_in', 'amount_out'] as const).flatMap((field) => valuesOf(columns[field]))
  const decimalMark = guessDecimalMark(amounts) ?? (amounts.some((text) => /[.,]/.test(text)) ? undefined : '.')
  return { columns, ...(dayOrder && { dayOrder }), ...(decimalMark && { decimalMark }) }
} // prettier-ignore

function isWhole(layout: Partial<CsvColumns>): layout is CsvColumns {
  return Boolean(layout.columns && isComplete(layout.columns) && layout.dayOrder && layout.decimalMark)
}

function readRows(
  rows: string[][],
  terms: { layout: CsvColumns; headLine: number; currency: string }
): Result<ReadStatements, ReadFailure> {
  const booked = rows.filter((row) => !isUnbooked(row, terms.layout))
  const read = booked.map((row) => readRow(row, terms))
  const broken = read.findIndex((row) => isProblem(row))
  if (broken >= 0) {
    const { problem } = read[broken] as RowProblem
    const line = terms.headLine + rows.indexOf(booked[broken]!) + 1
    return err({ type: 'unreadable', reason: problem, where: `row ${line}` })
  }
  const movements = read.filter((row): row is StatedMovement => row !== null && !isProblem(row))
  const days = movements.map(({ bookedOn }) => bookedOn).toSorted()
  const statement = {
    iban: null,
    currency: terms.currency,
    coversFrom: days[0] ?? null,
    coversUntil: days.at(-1) ?? null,
    ...{ openingBalance: null, closingBalance: null, pendingCount: rows.length - booked.length, movements },
  }
  return ok({ format: 'csv', statements: [statement] })
}

function isProblem(row: ReturnType<typeof readRow>): row is RowProblem {
  return row !== null && 'problem' in row
}
