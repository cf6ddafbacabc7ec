import { Fraction } from '#app/shared/money/fraction'
import { dateIn, startOfDay } from '#app/shared/time/calendar'
import { type PricedDocument, priceLines } from '#app/billing/domain/price_lines'
import type { LineProration, TaxRounding } from '#app/billing/domain/price_item'
import { type ProrationConvention, remainingShare } from '#app/billing/domain/proration'
import { type SealedItem, sealedTerms } from '#app/billing/domain/sealed_terms'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'
import type { TaxDecision } from '#app/billing/domain/tax'

/** What is otherwise, worked out once for all invoices. */
export interface ReplayTerms {
  /** What everything that has a price costs of what it did cost; staff's own items and fees stay. */
  priceFactor: Fraction
  /** What other prices are instead, by their id: from what to what, in minor units. */
  newPrices: ReadonlyMap<string, { from: bigint; to: bigint }>
  taxRounding: TaxRounding | null
  taxPercents: ReadonlyMap<string, string>
  proration: ProrationConvention | null
}

export const unchangedTerms: ReplayTerms = {
  priceFactor: new Fraction(1n),
  newPrices: new Map(),
  taxRounding: null,
  taxPercents: new Map(),
  proration: null,
}

/**
 * An issued invoice as it would have been under other terms: the sealed items, changed, through the one function that prices everything.
 * Under unchanged terms it comes to what was sealed, to the cent.
 * @throws RangeError where a snapshot does not say enough to be priced again
 */
export function replayInvoice(
  snapshot: InvoiceSnapshot,
  subscriptions: readonly (string | null)[],
  terms: ReplayTerms
): PricedDocument {
  const { items, pricing } = sealedTerms(snapshot, subscriptions)
  return priceLines(
    items.map((item) => changed(item, terms, snapshot.time_zone)),
    { ...pricing, taxRounding: terms.taxRounding ?? pricing.taxRounding }
  )
}

function changed(item: SealedItem, terms: ReplayTerms, timeZone: string): SealedItem {
  return {
    ...repriced(item, terms),
    tax: retaxed(item.tax, terms),
    proration: item.proration ? remeasured(item.proration, terms, timeZone) : null,
  }
}

function repriced(item: SealedItem, { priceFactor, newPrices }: ReplayTerms): SealedItem {
  if (item.kind === 'item' || item.kind === 'fee') return item
  // A set-up fee stands in the same price as what repeats, and is no part of it.
  const isOwn = item.kind !== 'setup' && item.priceId !== null
  const other = isOwn ? newPrices.get(item.priceId!) : undefined
  if (other && other.from === 0n) return item.unitAmount === 0n ? { ...item, unitAmount: other.to } : item
  const factor = other ? new Fraction(other.to, other.from) : priceFactor
  const times = (amount: bigint) => new Fraction(amount).times(factor).roundHalfAwayFromZero()
  if (!item.charge) return { ...item, unitAmount: times(item.unitAmount) }
  const { numerator, denominator } = new Fraction(item.charge.numerator, item.charge.denominator).times(
    factor
  )
  return {
    ...item,
    unitAmount: times(item.unitAmount),
    charge: { ...item.charge, numerator, denominator },
  }
}

/** Only what was collected at one rate of a country is collected at another. */
function retaxed(tax: TaxDecision, { taxPercents }: ReplayTerms): TaxDecision {
  const percent = tax.country === null ? undefined : taxPercents.get(tax.country)
  const [only, ...others] = tax.components
  if (percent === undefined || tax.reason !== 'rate' || !only || others.length > 0) return tax
  return { ...tax, percent, components: [{ ...only, percent }] }
}

/**
 * The part of a period in another convention. A line that gave back a part of a part keeps its relation to what it was measured as: the
 * new part is the old one times how much the measure itself changes.
 */
function remeasured(old: LineProration, { proration }: ReplayTerms, timeZone: string): LineProration {
  if (proration === null || proration === old.convention) return old
  const before = measure(old, old.convention as ProrationConvention, timeZone)
  const after = measure(old, proration, timeZone)
  if (!before || !after || before.numerator === 0n) return old
  const part = new Fraction(old.numerator, old.denominator)
    .times(new Fraction(after.numerator, after.denominator))
    .dividedBy(new Fraction(before.numerator, before.denominator))
  return { ...after, numerator: part.numerator, denominator: part.denominator }
}

/** Null where the snapshot does not say between what it was measured. */
function measure(
  { measured }: LineProration,
  convention: ProrationConvention,
  timeZone: string
): LineProration | null {
  const { period_starts_on: startsOn, period_ends_on: endsOn, from, from_on: fromOn, zone } = measured
  if (!startsOn || !endsOn || (!from && !fromOn)) return null
  return remainingShare({
    convention,
    period: { startsOn, endsOn },
    ...instantOf({ from, fromOn }, zone ?? timeZone),
    timeZone: zone ?? timeZone,
  })
}

/** A convention that counts days keeps the day only, which begins at its midnight. */
function instantOf(
  { from, fromOn }: { from?: string; fromOn?: string },
  zone: string
): { from: Date; fromOn: string } {
  if (from) return { from: new Date(from), fromOn: dateIn(zone, new Date(from)) }
  return { from: startOfDay(zone, fromOn!), fromOn: fromOn! }
}
