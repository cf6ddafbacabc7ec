import type { CalendarDate } from '#app/shared/time/calendar'

export const reportNames = [
  'trial_balance', 'balance_sheet', 'profit_and_loss', 'receivables_aging', 'tax_summary', 'deferred_revenue',
] as const // prettier-ignore
export type ReportName = (typeof reportNames)[number]

/** What a report is asked. Both days are included; reports as of a day look at `to` alone. */
export interface ReportQuestion {
  from: CalendarDate
  to: CalendarDate
  /** One currency as booked, or null for all in the reporting currency. */
  currency: string | null
}

export interface ReportRow {
  /** A line of the chart (`cash:stripe`), a month, a customer's id, a rate … */
  key: string
  /** What to show where the key has no word of its own. */
  text?: string
  customerId?: string
  /** One amount per column, in the report's currency. */
  cells: bigint[]
}

export interface ReportSection {
  key: string
  rows: ReportRow[]
  total: bigint[]
}

export interface Report {
  name: ReportName
  /** Of every amount in it. */
  currency: string
  columns: string[]
  sections: ReportSection[]
  /** Under all sections; null where they do not add up to anything. */
  total: { key: string; cells: bigint[] } | null
  /** What must be equal and whether it is: debit and credit, assets and what they are owed to, documents and books. */
  proof: { key: string; left: bigint; right: bigint } | null
}

/** A section with its total. Rows of nothing but zeros say nothing. */
export function section(key: string, columns: number, rows: ReportRow[]): ReportSection {
  const shown = rows.filter((row) => row.cells.some((cell) => cell !== 0n))
  return { key, rows: shown, total: sumCells(columns, shown) }
}

export function sumCells(columns: number, rows: { cells: bigint[] }[]): bigint[] {
  return Array.from({ length: columns }, (_, index) => rows.reduce((sum, row) => sum + row.cells[index]!, 0n))
}
