import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toDecimal, toWire } from '#app/shared/money/money'
import type { Report, ReportQuestion, ReportRow } from '#app/reporting/domain/report'
import { pathOf } from '#app/reporting/http/read_report_question'

const money = () => vine.object({ amount: vine.string(), currency: vine.string() })

export const reportShape = vine.create({
  name: vine.string(),
  from: vine.string(),
  to: vine.string(),
  currency: vine.string(),
  is_reporting_currency: vine.boolean(),
  columns: vine.array(vine.string()),
  sections: vine.array(
    vine.object({
      key: vine.string(),
      rows: vine.array(
        vine.object({
          key: vine.string(),
          detail: vine.string().nullable(),
          text: vine.string().nullable(),
          customer_id: vine.string().nullable(),
          cells: vine.array(money()),
        })
      ),
      total: vine.array(money()),
    })
  ),
  total: vine.object({ key: vine.string(), cells: vine.array(money()) }).nullable(),
  proof: vine.object({ key: vine.string(), left: money(), right: money(), holds: vine.boolean() }).nullable(),
})

export function reportToWire(report: Report, { from, to, currency }: ReportQuestion) {
  const cell = (amount: bigint) => toWire({ amount, currency: report.currency })
  return {
    name: pathOf(report.name),
    from,
    to,
    currency: report.currency,
    is_reporting_currency: currency === null,
    columns: report.columns,
    sections: report.sections.map(({ key, rows, total }) => ({
      key,
      rows: rows.map((row) => ({ ...labelOf(row), cells: row.cells.map(cell) })),
      total: total.map(cell),
    })),
    total: report.total && { key: report.total.key, cells: report.total.cells.map(cell) },
    proof: report.proof && {
      key: report.proof.key,
      left: cell(report.proof.left),
      right: cell(report.proof.right),
      holds: report.proof.left === report.proof.right,
    },
  }
}

/** `cash:stripe` is the line `cash` with the detail `stripe`. */
function labelOf({ key, text, customerId }: ReportRow) {
  const [name = key, detail] = key.split(':')
  const shownId = customerId ? showId('customer', customerId) : null
  return { key: shownId ?? name, detail: detail ?? null, text: text ?? null, customer_id: shownId }
}

/** The same as lines of a file: one per row, amounts as plain decimals. */
export function reportToLines(report: Report): { columns: string[]; rows: Record<string, unknown>[] } {
  const rows = report.sections.flatMap(({ key: section, rows: sectionRows }) =>
    sectionRows.map((row) => {
      const { key, detail, text } = labelOf(row)
      const cells = report.columns.map((column, index) => [
        column,
        toDecimal({ amount: row.cells[index]!, currency: report.currency }),
      ])
      return { section, key, detail, text, currency: report.currency, ...Object.fromEntries(cells) }
    })
  )
  return { columns: ['section', 'key', 'detail', 'text', 'currency', ...report.columns], rows }
}
