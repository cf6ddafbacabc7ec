import { chart, credit, debit, type NewEntry, type NewPosting } from '#app/ledger/index'
import { derivedId } from '#app/shared/ids'
import type { CalendarDate } from '#app/shared/time/calendar'

/** What became revenue on a day, of one kind of product in one currency. Negative where more was taken back than earned. */
export interface DayRevenue {
  on: CalendarDate
  currency: string
  productKind: string
  amount: bigint
  reportingAmount: bigint
}

/**
 * The entries of days: one for each day and currency, out of `deferred_revenue` into `revenue:<product kind>`. Its cause follows
 * from tenant, day and currency, so that a day is booked once. It keeps the reporting amounts at which revenue was deferred.
 */
export function bookDays(tenantId: string, revenue: DayRevenue[]): NewEntry[] {
  const byEntry = Map.groupBy(revenue, ({ on, currency }) => `${on} ${currency}`)
  return [...byEntry].flatMap(([name, parts]) => {
    const moving = parts.filter((part) => part.amount !== 0n)
    if (moving.length === 0) return []
    const { on } = moving[0]!
    const postings = [...deferredSide(moving), ...moving.map(revenueSide)]
    return [
      { kind: 'revenue_recognised', causeId: derivedId(tenantId, `revenue ${name}`), bookedOn: on, postings },
    ]
  })
}

function deferredSide(parts: DayRevenue[]): NewPosting[] {
  const amount = parts.reduce((sum, part) => sum + part.amount, 0n)
  if (amount === 0n) return []
  const reportingAmount = parts.reduce((sum, part) => sum + part.reportingAmount, 0n)
  return [{ ...debit(chart.deferredRevenue(), { amount, currency: parts[0]!.currency }), reportingAmount }]
}

function revenueSide({ productKind, amount, currency, reportingAmount }: DayRevenue): NewPosting {
  return { ...credit(chart.revenue(productKind), { amount, currency }), reportingAmount: -reportingAmount }
}

/**
 * What was prepaid on an invoice that is given up and will not be earned any more: it lessens the loss, which is then what was
 * earned, and its tax.
 */
export function bookRelease(input: {
  invoiceId: string
  currency: string
  amount: bigint
  reportingAmount: bigint
  bookedOn: CalendarDate
}): NewEntry {
  const { invoiceId, amount, currency, reportingAmount, bookedOn } = input
  return {
    kind: 'unearned_revenue_released',
    causeId: invoiceId,
    bookedOn,
    postings: [
      { ...debit(chart.deferredRevenue(), { amount, currency }), reportingAmount },
      { ...credit(chart.badDebt(), { amount, currency }), reportingAmount: -reportingAmount },
    ],
  }
}
