import type { PricedDocument } from '#app/billing/domain/price_lines'

/** One invoice beside what it would have been, in minor units as text. */
export interface ReplayRow {
  invoiceId: string
  reference: string
  customerId: string
  issuedOn: string
  currency: string
  total: string
  replayedTotal: string
  difference: string
  taxDifference: string
}

export interface ReplayTotal {
  currency: string
  invoiceCount: number
  changedCount: number
  subtotal: string
  replayedSubtotal: string
  tax: string
  replayedTax: string
  total: string
  replayedTotal: string
}

export interface ReplayResult {
  totals: ReplayTotal[]
  /** Those that would have been otherwise, the largest difference first, as many as are kept. */
  rows: ReplayRow[]
  /** How many would have been otherwise in all. */
  changedCount: number
  /** What could not be priced again, and why; it is in no total. */
  unreadable: { invoiceId: string; reference: string; reason: string }[]
}

export interface ReplayedInvoice {
  invoiceId: string
  reference: string
  customerId: string
  issuedOn: string
  currency: string
  subtotal: bigint
  tax: bigint
  total: bigint
  replayed: PricedDocument
}

const rowsMax = 2_000
const unreadableMax = 100

interface Sums {
  invoiceCount: number
  changedCount: number
  subtotal: bigint
  replayedSubtotal: bigint
  tax: bigint
  replayedTax: bigint
}

/** Gathers a report, invoice by invoice, in bounded memory however many there are. */
export class ReplayReport {
  private sums = new Map<string, Sums>()
  private rows: ReplayRow[] = []
  private unreadable: ReplayResult['unreadable'] = []

  add(invoice: ReplayedInvoice): void {
    const { currency, replayed, subtotal, tax, total } = invoice
    const sums = this.sumsOf(currency)
    const isChanged = replayed.total !== total || replayed.taxTotal !== tax
    sums.invoiceCount += 1
    sums.subtotal += subtotal
    sums.tax += tax
    sums.replayedSubtotal += replayed.subtotal
    sums.replayedTax += replayed.taxTotal
    if (!isChanged) return
    sums.changedCount += 1
    this.rows.push(toRow(invoice))
    if (this.rows.length >= rowsMax * 2) this.keepLargest()
  }

  addUnreadable(invoice: { invoiceId: string; reference: string; reason: string }): void {
    if (this.unreadable.length < unreadableMax) this.unreadable.push(invoice)
  }

  result(): ReplayResult {
    this.keepLargest()
    const totals = [...this.sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(toTotal)
    return {
      totals,
      rows: this.rows,
      changedCount: totals.reduce((all, { changedCount }) => all + changedCount, 0),
      unreadable: this.unreadable,
    }
  }

  private sumsOf(currency: string): Sums {
    const known = this.sums.get(currency)
    if (known) return known
    const made = {
      invoiceCount: 0,
      changedCount: 0,
      subtotal: 0n,
      replayedSubtotal: 0n,
      tax: 0n,
      replayedTax: 0n,
    }
    this.sums.set(currency, made)
    return made
  }

  private keepLargest(): void {
    const size = ({ difference }: ReplayRow) => BigInt(difference.replace('-', ''))
    this.rows = this.rows
      .toSorted(
        (a, b) => (size(a) > size(b) ? -1 : size(a) < size(b) ? 1 : 0) || (a.reference < b.reference ? -1 : 1)
      )
      .slice(0, rowsMax)
  }
}

function toRow({ currency, total, tax, replayed, ...invoice }: ReplayedInvoice): ReplayRow {
  return {
    invoiceId: invoice.invoiceId,
    reference: invoice.reference,
    customerId: invoice.customerId,
    issuedOn: invoice.issuedOn,
    currency,
    total: total.toString(),
    replayedTotal: replayed.total.toString(),
    difference: (replayed.total - total).toString(),
    taxDifference: (replayed.taxTotal - tax).toString(),
  }
}

function toTotal([currency, sums]: [string, Sums]): ReplayTotal {
  return {
    currency,
    invoiceCount: sums.invoiceCount,
    changedCount: sums.changedCount,
    subtotal: sums.subtotal.toString(),
    replayedSubtotal: sums.replayedSubtotal.toString(),
    tax: sums.tax.toString(),
    replayedTax: sums.replayedTax.toString(),
    total: (sums.subtotal + sums.tax).toString(),
    replayedTotal: (sums.replayedSubtotal + sums.replayedTax).toString(),
  }
}
