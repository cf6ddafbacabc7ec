import { err, ok, type Result } from '#app/shared/result'
import { camt } from '#app/banking/drivers/camt/driver'
import {
  fileBytesMax,
  movementsMax,
  type ReadFailure,
  type ReadingTerms,
  type ReadStatements,
  type StatementReader,
} from '#app/banking/drivers/contract'
import { csv } from '#app/banking/drivers/csv/driver'

/** Every reader, listed once: the first that knows a file by its beginning reads it. A table can only be told by what it is not. */
export const statementReaders: readonly StatementReader[] = [camt, csv]

/** Reads a file of a bank, whatever it is, within limits. */
export function readStatementFile(
  file: Uint8Array,
  terms: ReadingTerms
): Result<ReadStatements, ReadFailure> {
  if (file.byteLength > fileBytesMax) return err({ type: 'too_large' })
  const text = decode(file)
  if (text === null || text.trim() === '') return err({ type: 'unreadable', reason: 'It is empty, or no text', where: null }) // prettier-ignore
  const reader = statementReaders.find(({ recognises }) => recognises(text.slice(0, 2000)))!
  const read = reader.read(text, terms)
  if (!read.ok) return read
  const count = read.value.statements.reduce((sum, { movements }) => sum + movements.length, 0)
  return count > movementsMax ? err({ type: 'too_large' }) : ok(read.value)
}

/** UTF-8, or what German banks write when it is not: Windows-1252; UTF-16 where a mark says so. Null for what is no text. */
function decode(file: Uint8Array): string | null {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file)
  if (file[0] === 0xfe && file[1] === 0xff) return new TextDecoder('utf-16be').decode(file)
  if (file.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    return new TextDecoder('windows-1252').decode(file)
  }
}
