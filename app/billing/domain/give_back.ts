import type { CalendarDate } from '#app/shared/time/calendar'
import type { LinePeriod, LineProration } from '#app/billing/domain/price_item'
import type { InvoiceItem } from '#app/billing/domain/invoice_draft'
import type { TaxDecision } from '#app/billing/domain/tax'

/** A line of an issued invoice that pays for a period, as far as it matters for giving it back. */
export interface PaidLine {
  invoiceId: string
  invoiceStatus: string
  /** Which line of its invoice it is. */
  position: number
  subscriptionId: string
  planId: string | null
  description: string
  quantity: number
  priceId: string | null
  period: LinePeriod
  /** What was paid for it without tax, after discounts, less what credit notes and changes took back; minor units. */
  amount: bigint
  taxAmount: bigint
  tax: TaxDecision
  /** The part of the period it paid for, where that was not the whole. */
  share: { numerator: bigint; denominator: bigint } | null
}

/**
 * The line that gives back what is not used of a paid one: of the money that was paid, after discounts, with the tax it was paid
 * with. A line that paid for a part itself is given back by what is left of that part. Null where nothing is left.
 */
export function giveBack(
  line: PaidLine,
  left: LineProration,
  { pricesIncludeTax, from }: { pricesIncludeTax: boolean; from: CalendarDate }
): InvoiceItem | null {
  const paid = pricesIncludeTax ? line.amount + line.taxAmount : line.amount
  const part = unusedPart(line, left)
  if (paid <= 0n || part.numerator === 0n) return null
  const startsOn = from > line.period.startsOn ? from : line.period.startsOn
  return {
    kind: 'change',
    description: line.description,
    quantity: 1,
    unitAmount: -paid,
    priceId: line.priceId,
    interval: null,
    period: startsOn < line.period.endsOn ? { startsOn, endsOn: line.period.endsOn } : line.period,
    proration: part,
    planId: line.planId,
    isDiscountable: false,
    tax: line.tax,
    subscriptionId: line.subscriptionId,
    opensPeriod: false,
    givesBack: { invoiceId: line.invoiceId, position: line.position },
  }
}

/** What is left of the period by what the line paid of it: never more than all of the line. */
function unusedPart({ share }: PaidLine, left: LineProration): LineProration {
  if (!share || share.numerator === 0n) return left
  const numerator = left.numerator * share.denominator
  const denominator = left.denominator * share.numerator
  return numerator >= denominator
    ? { ...left, numerator: 1n, denominator: 1n }
    : { ...left, numerator, denominator }
}
