import type { ConfiguredItem, ConfiguredPart } from '#app/catalogue/index'
import type { InvoiceItem } from '#app/billing/index'
import type { Period } from '#app/subscriptions/domain/periods'

/** A part of a configured item that repeats every interval. */
export type RecurringPart = ConfiguredPart & { kind: 'plan' | 'option' }

export function recurringParts(content: ConfiguredItem): RecurringPart[] {
  return content.parts.filter((part): part is RecurringPart => part.kind !== 'setup')
}

/** The lines of the first invoice: every part of the item, set-up included, for its first period. */
export function firstInvoiceItems(
  content: ConfiguredItem,
  { subscriptionId, period }: { subscriptionId: string; period: Period }
): InvoiceItem[] {
  return content.parts.map((part) => ({
    kind: part.kind,
    description: part.description,
    quantity: part.quantity,
    unitAmount: BigInt(part.unitAmount),
    priceId: part.priceId,
    planId: content.planId,
    productKind: content.productKind,
    interval: part.kind === 'setup' ? null : { unit: content.intervalUnit, count: content.intervalCount },
    period: part.kind === 'setup' ? null : period,
    subscriptionId,
  }))
}
