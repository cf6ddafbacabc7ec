import type { Result } from '#app/shared/result'
import type { Statement, StatementFormat } from '#app/banking/domain/movement'
import type { CsvColumns } from '#app/banking/domain/csv_layout'

/** What is known about the account before the file is opened. */
export interface ReadingTerms {
  /** For amounts of files that do not name their currency. */
  currency: string
  /** What staff said about files with such a head line, by its key. */
  layoutOf(head: readonly string[]): CsvColumns | null
}

export interface ReadStatements {
  format: StatementFormat
  statements: Statement[]
}

export type ReadFailure =
  /** No statement at all, cut off, or against the rules of its format. `where` names the place. */
  | { type: 'unreadable'; reason: string; where: string | null }
  | { type: 'version_unknown'; found: string }
  | { type: 'too_large' }
  /** A table whose columns nobody has explained yet. */
  | { type: 'columns_unknown'; head: string[]; sample: string[][]; guess: Partial<CsvColumns> }

/** Reads one kind of file that banks hand out. It translates and decides nothing. */
export interface StatementReader {
  name: string
  /** Whether the beginning of a file looks like it. */
  recognises(beginning: string): boolean
  read(text: string, terms: ReadingTerms): Result<ReadStatements, ReadFailure>
}

/** How much is read of one file. */
export const fileBytesMax = 12 * 1024 * 1024
export const movementsMax = 20_000
