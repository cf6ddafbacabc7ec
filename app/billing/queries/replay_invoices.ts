import { findPlanPrices } from '#app/catalogue/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { Fraction } from '#app/shared/money/fraction'
import type { CalendarDate } from '#app/shared/time/calendar'
import { replayInvoice, type ReplayTerms } from '#app/billing/domain/replay'
import type { ReplayQuestion } from '#app/billing/domain/replay_question'
import { ReplayReport, type ReplayResult } from '#app/billing/domain/replay_report'
import { listSealed, type SealedInvoiceRow } from '#app/billing/records/replays'

const invoicesPerPage = 500

/**
 * What would the invoices of some days have been under other terms? Every question is asked read-only: the database refuses any write.
 * @param onPage is told how many are done
 */
export async function replayInvoices(
  days: { fromOn: CalendarDate; untilOn: CalendarDate },
  question: ReplayQuestion,
  onPage: (doneCount: number) => Promise<void> = async () => undefined
): Promise<ReplayResult> {
  const terms = await inReadTransaction(() => toTerms(question))
  const report = new ReplayReport()
  let after: string | null = null
  for (let done = 0; ;) {
    const page: SealedInvoiceRow[] = await inReadTransaction(() =>
      listSealed(days, { after, limit: invoicesPerPage })
    )
    for (const row of page) replayOne(row, terms, report)
    done += page.length
    if (page.length < invoicesPerPage) return report.result()
    after = page.at(-1)!.id
    await onPage(done)
  }
}

async function toTerms(question: ReplayQuestion): Promise<ReplayTerms> {
  const { pricePercent, planPrices, taxRounding, taxPercents, proration } = question
  const hundred = new Fraction(100n)
  const factor = hundred.plus(Fraction.fromDecimal(pricePercent ?? '0')).dividedBy(hundred)
  const prices = await findPlanPrices(planPrices.map(({ planId }) => planId))
  const newPrices = prices.flatMap(({ id, planId, currency, interval, amount }) => {
    const wanted = planPrices.find(
      (each) =>
        each.planId === planId &&
        each.currency === currency &&
        each.interval.unit === interval.unit &&
        each.interval.count === interval.count
    )
    return wanted ? [[id, { from: amount, to: BigInt(wanted.amount) }] as const] : []
  })
  return {
    priceFactor: factor,
    newPrices: new Map(newPrices),
    taxRounding,
    taxPercents: new Map(Object.entries(taxPercents)),
    proration,
  }
}

/** What cannot be priced again is named, and the others are replayed all the same. */
function replayOne(row: SealedInvoiceRow, terms: ReplayTerms, report: ReplayReport): void {
  const { id: invoiceId, reference, customerId, issuedOn, subtotal, taxTotal: tax, total, snapshot } = row
  const invoice = { invoiceId, reference, customerId, issuedOn, currency: snapshot.currency }
  try {
    const replayed = replayInvoice(snapshot, row.subscriptions, terms)
    report.add({ ...invoice, subtotal, tax, total, replayed })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    report.addUnreadable({ invoiceId, reference, reason: reason.slice(0, 200) })
  }
}
