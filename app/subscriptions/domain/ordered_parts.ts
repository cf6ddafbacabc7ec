import { amountOfQuantity, chargeOf, type ConfiguredItem, type ConfiguredPart } from '#app/catalogue/index'
import { Fraction } from '#app/shared/money/fraction'
import type { InvoiceItem } from '#app/billing/index'
import type { DiscountedItem } from '#app/promotions/index'
import { firstShare } from '#app/subscriptions/domain/alignment'
import type { Period } from '#app/subscriptions/domain/periods'

/** A part of a configured item that repeats every interval. */
export type RecurringPart = ConfiguredPart & { kind: 'plan' | 'option' }

export function recurringParts(content: ConfiguredItem): RecurringPart[] {
  return content.parts.filter((part): part is RecurringPart => part.kind !== 'setup')
}

/** The lines of the first invoice: every part of the item, set-up included, for its first period. */
export function firstInvoiceItems(
  content: ConfiguredItem,
  { subscriptionId, period, position }: { subscriptionId: string; period: Period; position: number }
): InvoiceItem[] {
  return content.parts
    .filter((part) => isPaidAtFirst(part, content))
    .map((part) => ({
      kind: part.kind,
      description: part.description,
      quantity: part.quantity,
      unitAmount: BigInt(part.unitAmount),
      charge: chargeOf(part),
      ...(part.kind === 'setup' ? {} : { proration: firstShare(content) }),
      priceId: part.priceId,
      planId: content.planId,
      productKind: content.productKind,
      scope: String(position),
      interval: part.kind === 'setup' ? null : { unit: content.intervalUnit, count: content.intervalCount },
      period: part.kind === 'setup' ? null : period,
      subscriptionId,
    }))
}

/** Hours are paid when their month is over; everything else, and every set-up, with the first invoice. */
export function isPaidAtFirst(
  { kind }: Pick<ConfiguredPart, 'kind'>,
  { intervalUnit }: Pick<ConfiguredItem, 'intervalUnit'>
): boolean {
  return kind === 'setup' || intervalUnit !== 'hour'
}

/** An item as coupons look at it: its lines before discounts, of its first period. */
export function discountedItem(content: ConfiguredItem): DiscountedItem {
  return {
    planId: content.planId,
    interval: { unit: content.intervalUnit, count: content.intervalCount },
    lines: content.parts.map((part) => ({ kind: part.kind, amount: amountAtFirst(part, content) })),
  }
}

function amountAtFirst(part: ConfiguredPart, content: ConfiguredItem): bigint {
  const share = part.kind === 'setup' ? null : firstShare(content)
  if (!share) return amountOfQuantity(part)
  const { numerator, denominator } = chargeOf(part) ?? { numerator: amountOfQuantity(part), denominator: 1n }
  return new Fraction(numerator, denominator)
    .times(new Fraction(share.numerator, share.denominator))
    .roundHalfAwayFromZero()
}
