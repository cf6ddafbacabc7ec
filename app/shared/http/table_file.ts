import type { HttpContext } from '@adonisjs/core/http'
// Chosen for being small and alive: no other library of its kind writes workbooks without a hundred packages of its own.
import writeWorkbook from 'write-excel-file/node'
import { sendCsv, toCsv } from '#app/shared/http/csv'

export interface Table {
  columns: string[]
  rows: Record<string, unknown>[]
}

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Plain decimals that a spreadsheet keeps exactly; a leading zero is part of a name. */
const numberPattern = /^-?(0|[1-9]\d{0,12})(\.\d{1,3})?$/
const datePattern = /^\d{4}-\d{2}-\d{2}$/

/** A table as a download: a workbook where `format=xlsx` is asked for, comma separated values otherwise. */
export async function sendTable(ctx: HttpContext, name: string, table: Table): Promise<void> {
  if (ctx.request.input('format') !== 'xlsx') return sendCsv(ctx, name, toCsv(table.columns, table.rows))
  ctx.response
    .header('content-disposition', `attachment; filename="${name}.xlsx"`)
    .header('cache-control', 'no-store')
    .type(workbook)
    .send(await toXlsx(table))
}

/** Amounts become numbers and days become dates, so that they can be added and sorted; all else is text and never a formula. */
export function toXlsx({ columns, rows }: Table): Promise<Buffer> {
  const head = columns.map((value) => ({ value, fontWeight: 'bold' as const }))
  const body = rows.map((row) => columns.map((column) => toCell(row[column])))
  const widths = columns.map((column) => ({ width: widthOf(column, rows) }))
  return writeWorkbook([head, ...body], { columns: widths, stickyRowsCount: 1 }).toBuffer()
}

function toCell(value: unknown) {
  if (value === null || value === undefined || value === '') return null
  const text = String(value)
  if (numberPattern.test(text)) return { value: Number(text), type: Number, ...formatOf(text) }
  if (datePattern.test(text))
    return { value: new Date(`${text}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
  return { value: text, type: String }
}

/** As many decimals as the currency has. */
function formatOf(text: string) {
  const decimals = text.split('.')[1]?.length ?? 0
  return decimals > 0 ? { format: `#,##0.${'0'.repeat(decimals)}` } : {}
}

function widthOf(column: string, rows: Record<string, unknown>[]): number {
  const longest = rows.reduce((most, row) => Math.max(most, String(row[column] ?? '').length), column.length)
  return Math.min(60, longest + 2)
}
