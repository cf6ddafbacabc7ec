import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'

const LOG_BYTES_MAX = 20 * 1024 * 1024
const SHOWN_LEVEL_MIN = 40

/**
 * Opens a program's log file for appending; a large one is put aside first, and one such is kept.
 * @param {string} file
 */
export function openLog(file) {
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) renameSync(file, `${file}.1`)
  return createWriteStream(file, { flags: 'a' })
}

/**
 * Calls back for each line a program prints.
 * @param {(import('node:stream').Readable | null)[]} streams @param {(line: string) => void} take
 */
export function eachLine(streams, take) {
  for (const stream of streams)
    if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', take)
}

/**
 * What of a log line belongs on the terminal: warnings and errors in short, and whatever is no log record. The
 * file keeps everything.
 * @param {string} line @returns {string | null}
 */
export function shortened(line) {
  if (!line.startsWith('{')) return line.trim() === '' ? null : line
  try {
    const record = JSON.parse(line)
    if (typeof record.level === 'number' && record.level < SHOWN_LEVEL_MIN) return null
    const message = record.msg ?? record.err?.message ?? record.message
    return typeof message === 'string' ? message : line
  } catch {
    return line
  }
}
