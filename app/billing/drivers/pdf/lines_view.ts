import { addDays } from '#app/shared/time/calendar'
import type { DocumentView } from '#app/billing/drivers/pdf/document_view'
import type { DocumentWriter } from '#app/billing/drivers/pdf/document_writer'
import type { DocumentContent, DocumentLine } from '#app/billing/domain/documents/document_content'
import { printable } from '#app/billing/domain/documents/printable_text'

const longText = 900

/** The table of what was sold. */
export function linesView(
  content: DocumentContent,
  write: DocumentWriter
): Pick<DocumentView, 'columns' | 'lines' | 'is_long_text'> {
  const names = ['position', 'description', 'quantity', 'unit_price', 'tax', 'amount']
  return {
    columns: names.map((name) => ({
      label: write.t(
        content.pricesIncludeTax && isPrice(name) ? `column.${name}_with_tax` : `column.${name}`
      ),
      is_wide: name === 'description',
    })),
    lines: content.lines.map((line, index) => lineView({ line, index, content, write })),
    is_long_text: content.lines.some((line) => line.description.length > longText),
  }
}

function isPrice(column: string): boolean {
  return column === 'unit_price' || column === 'amount'
}

function lineView(input: {
  line: DocumentLine
  index: number
  content: DocumentContent
  write: DocumentWriter
}): DocumentView['lines'][number] {
  const { line, index, content, write } = input
  const money = (amount: bigint) => write.money(amount, content.currency)
  return {
    cells: [
      String(index + 1),
      { title: titleOf(line, write), details: detailsOf(line, write) },
      write.number(line.quantity),
      money(line.unitAmount),
      write.percent(line.taxPercent),
      money(line.grossAmount),
    ],
    discounts: line.discounts.map((discount) => ({
      name: nameOf(discount, write),
      amount: money(-discount.amount),
    })),
  }
}

function nameOf(discount: DocumentLine['discounts'][number], write: DocumentWriter): string {
  const name = printable(discount.name) || write.t('discount')
  return discount.percent && !name.includes('%') ? `${name} · ${write.percent(discount.percent)}` : name
}

function titleOf({ description, isGivenBack }: DocumentLine, write: DocumentWriter): string {
  const name = printable(description)
  return isGivenBack ? write.t('unused', { name }) : name
}

/** The days, and which part of the price they are: unit price times quantity is not the amount then. */
function detailsOf(
  { period, interval, partPercent, isGivenBack }: DocumentLine,
  write: DocumentWriter
): string[] {
  // A quote has no days yet: it says how often.
  const often = interval ? [write.t(`every.${interval.unit}`, { count: interval.count })] : []
  const days = period ? [write.period(period.startsOn, addDays(period.endsOn, -1))] : often
  if (!partPercent) return days
  const percent = write.percent(partPercent)
  return [...days, write.t(isGivenBack ? 'part_of_paid' : 'part_of_price', { percent })]
}
