import type { CalendarDate } from '#app/shared/time/calendar'
import type { PriceItem, PricingContext } from '#app/billing/domain/price_item'

/** What an invoice came from: an order, a renewal, a change of a subscription, or staff. */
export type InvoiceKind = 'order' | 'renewal' | 'change' | 'manual'

export const invoiceKinds = ['order', 'renewal', 'change', 'manual'] as const satisfies InvoiceKind[]

/** Which line of which invoice. */
export interface IssuedLine {
  invoiceId: string
  position: number
}

/** What a line of an invoice is for. */
export interface InvoiceItem extends PriceItem {
  /** The subscription whose period is paid; null for what belongs to none. */
  subscriptionId: string | null
  /** Whether the line pays for its period, which is then invoiced once. Absent: it does when it has a period. */
  opensPeriod?: boolean
  /** The issued line that it gives back, wholly or in part: what is given back is not credited again. */
  givesBack?: IssuedLine
}

/** A demand for money that is about to be issued. Its amounts follow from its items: nobody hands in a total. */
export interface InvoiceDraft {
  id: string
  customerId: string
  kind: InvoiceKind
  orderId: string | null
  dueOn: CalendarDate
  pricing: PricingContext
  items: InvoiceItem[]
  /**
   * Whether a saved method is charged from the due date on. An order's invoice is paid by the order's own payment, and only
   * collected like any other when that fails.
   */
  isCollected: boolean
}

/** A period that an invoice asks money for; each is invoiced once. */
export interface InvoicedPeriod {
  subscriptionId: string
  startsOn: CalendarDate
  endsOn: CalendarDate
  /** The first line about it. */
  linePosition: number
}

/** The periods behind the items of a draft. The plan and the options of a subscription share one. */
export function periodsOf(items: readonly InvoiceItem[]): InvoicedPeriod[] {
  const periods = new Map<string, InvoicedPeriod>()
  items.forEach(({ subscriptionId, period, opensPeriod = true }, linePosition) => {
    if (!subscriptionId || !period || !opensPeriod) return
    const key = `${subscriptionId}|${period.startsOn}`
    if (!periods.has(key)) periods.set(key, { subscriptionId, ...period, linePosition })
  })
  return [...periods.values()]
}
