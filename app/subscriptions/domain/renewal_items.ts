import { chargeOf } from '#app/catalogue/index'
import type { InvoiceItem } from '#app/billing/index'
import type { Standing } from '#app/subscriptions/domain/standing'

/** The lines of one whole period under some terms, for a preview: its days are not known yet. */
export function renewalItems(subscriptionId: string, { items, interval, planId }: Standing): InvoiceItem[] {
  return items.map(({ kind, description, quantity, unitAmount, priceId, tiers }) => ({
    kind,
    description,
    quantity,
    unitAmount: BigInt(unitAmount),
    priceId,
    charge: chargeOf({ unitAmount, quantity, tiers: tiers ?? null }),
    interval,
    period: null,
    planId,
    subscriptionId,
    scope: subscriptionId,
  }))
}
