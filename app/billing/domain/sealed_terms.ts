import { Fraction } from '#app/shared/money/fraction'
import type { Discount } from '#app/promotions/index'
import type { DiscountExplanation } from '#app/billing/domain/line_explanation'
import type { PriceItem, PricingContext } from '#app/billing/domain/price_item'
import type { InvoiceSnapshot, LineSnapshot } from '#app/billing/domain/snapshot'
import type { TaxDecision } from '#app/billing/domain/tax'

/** An item of a sealed invoice with the tax it was priced with. */
export type SealedItem = PriceItem & { tax: TaxDecision }

export interface SealedTerms {
  items: SealedItem[]
  pricing: PricingContext
}

/**
 * The items and terms behind a sealed invoice, read back from its snapshot: priced again they give the same invoice. Discounts are bound
 * to the very lines that they lowered.
 * @param subscriptions by line, null where a line belongs to none: the snapshot does not name them
 */
export function sealedTerms(
  snapshot: InvoiceSnapshot,
  subscriptions: readonly (string | null)[]
): SealedTerms {
  const items = snapshot.lines.map((line, index) => toItem(line, String(index)))
  const [first] = snapshot.lines
  return {
    items,
    pricing: {
      currency: snapshot.currency,
      tax: items[0]?.tax ?? untaxed,
      taxRounding: first?.explanation.tax.rounding ?? 'line',
      pricesIncludeTax: snapshot.prices_include_tax ?? false,
      discounts: discountsOf(snapshot, subscriptions),
    },
  }
}

const untaxed: TaxDecision = {
  country: null,
  region: null,
  name: null,
  percent: '0',
  reason: 'no_country',
  category: 'O',
  components: [],
  exemptionCode: null,
  note: null,
}

function toItem(line: LineSnapshot, scope: string): SealedItem {
  const { explanation } = line
  const { proration, period } = explanation
  return {
    kind: line.kind,
    description: line.description,
    quantity: line.quantity,
    unitAmount: BigInt(line.unit_amount),
    priceId: explanation.price_id,
    interval: explanation.interval as PriceItem['interval'],
    period: period && { startsOn: period.starts_on, endsOn: period.ends_on },
    proration: proration
      ? {
          ...readFraction(proration.share),
          convention: proration.convention,
          measured: proration.measured,
        }
      : null,
    charge: chargeOf(line),
    scope,
    tax: taxOf(line),
  }
}

/** What tiers came to: the exact amount before the part of the period. */
function chargeOf({ explanation: { charge, gross, proration } }: LineSnapshot): PriceItem['charge'] {
  if (!charge || !gross) return null
  const exact = toFraction(gross.exact)
  const share = proration ? toFraction(proration.share) : new Fraction(1n)
  const whole = share.numerator === 0n ? exact : exact.dividedBy(share)
  return { ...charge, numerator: whole.numerator, denominator: whole.denominator }
}

function taxOf({ explanation: { tax }, tax_category: sealedCategory }: LineSnapshot): TaxDecision {
  const { country, name, percent, reason } = tax
  const isCollected = reason === 'rate' && country !== null
  const category = tax.category ?? sealedCategory ?? (isCollected ? (percent === '0' ? 'Z' : 'S') : 'O')
  const single = { jurisdiction: tax.jurisdiction ?? country ?? '', name: name ?? '', percent }
  const components = tax.components?.map((part) => ({ ...part, name: part.name ?? '' })) ?? [single]
  return {
    ...untaxed,
    country,
    name,
    percent,
    reason,
    category: category as TaxDecision['category'],
    components: isCollected
      ? components.map(({ jurisdiction, name: called, percent: part }) => ({ jurisdiction, name: called, percent: part }))
      : [],
  }
} // prettier-ignore

type BoundDiscount = Discount & { scope: string[] }

/**
 * A discount lies on each line that it lowered. On renewals and changes it belongs to one subscription and was rounded for it alone, and
 * for each period where it is of the period; on an order a percentage was rounded once over all its lines, and free months for each item.
 */
function discountsOf(
  { kind, lines }: InvoiceSnapshot,
  subscriptions: readonly (string | null)[]
): Discount[] {
  const found = new Map<string, BoundDiscount>()
  const byLine = lines.map(({ discounts = [], explanation }, index) =>
    (explanation.discounts ?? discounts).map((discount) => {
      const isAlone = kind !== 'order' || discount.share !== undefined
      const key = [
        ...[discount.kind, discount.code, discount.name, discount.percent, discount.share, discount.fixed],
        isAlone ? subscriptions[index] : '',
        discount.of_period ? explanation.period?.ends_on : '',
      ].join('|')
      const known = found.get(key) ?? { ...toDiscount(discount), scope: [] }
      known.scope.push(String(index))
      found.set(key, known)
      return known
    })
  )
  return inOrderOfLines([...found.values()], byLine)
}

/** What was taken off first on a line is taken off first again: of an amount off a whole order, all free months before it. */
function inOrderOfLines(discounts: BoundDiscount[], byLine: readonly BoundDiscount[][]): BoundDiscount[] {
  const turns = new Map(discounts.map((discount) => [discount, 0]))
  // Each pass moves what follows something behind it. All lines come from one order, so it ends: after as many passes as there are, at most.
  for (let pass = 0, isMoved = true; isMoved && pass < discounts.length; pass += 1) {
    isMoved = false
    for (const line of byLine)
      line.slice(1).forEach((discount, index) => {
        const turn = turns.get(line[index]!)! + 1
        if (turn <= turns.get(discount)!) return
        turns.set(discount, turn)
        isMoved = true
      })
  }
  return discounts.toSorted((one, other) => turns.get(one)! - turns.get(other)!)
}

function toDiscount({ kind, code, name, percent, share, fixed, of_period }: DiscountExplanation): Discount {
  return {
    kind,
    id: null,
    code,
    name,
    percent,
    share: share ?? null,
    amount: fixed === null ? null : BigInt(fixed),
    lineKinds: null,
    planIds: null,
    ...(of_period ? { isOfPeriod: true } : {}),
  }
}

/** `1/3` or `7`. */
export function toFraction(text: string): Fraction {
  const { numerator, denominator } = readFraction(text)
  return new Fraction(numerator, denominator)
}

function readFraction(text: string): { numerator: bigint; denominator: bigint } {
  const [numerator, denominator = '1'] = text.split('/')
  return { numerator: BigInt(numerator!), denominator: BigInt(denominator) }
}
