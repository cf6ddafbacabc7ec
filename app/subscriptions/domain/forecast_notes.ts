import type { InvoiceItem, PricedDocument } from '#app/billing/index'
import { amountOfQuantity } from '#app/catalogue/index'
import type { SubscriptionDiscount } from '#app/promotions/index'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { DraftedRenewal } from '#app/subscriptions/domain/renewal_drafts'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import type { SubscriptionChange } from '#app/subscriptions/domain/subscription_change'

/** Why an invoice to come is not like the one before it, or why there is none. */
export type ForecastNote = { on: CalendarDate } & (
  | { kind: 'change'; subscriptionId: string; planName: string; amount: bigint; currency: string }
  | { kind: 'price'; subscriptionId: string; amount: bigint; currency: string }
  | { kind: 'ending'; subscriptionId: string }
  | { kind: 'discount_ends'; subscriptionId: string; name: string; code: string }
  | { kind: 'loyalty'; percent: string | null }
  | { kind: 'tax'; name: string | null; percent: string }
)

interface Made extends DraftedRenewal {
  dueOn: CalendarDate
  document: PricedDocument<InvoiceItem>
}

interface Told {
  made: readonly Made[]
  subscriptions: readonly Subscription[]
  changes: readonly SubscriptionChange[]
  discounts: ReadonlyMap<string, readonly SubscriptionDiscount[]>
  today: CalendarDate
  until: CalendarDate
}

/** What is worth saying about the time to come, by its day. */
export function notesAbout(told: Told): ForecastNote[] {
  const notes = [
    ...changesIn(told),
    ...newPricesIn(told),
    ...endingsIn(told),
    ...lastDiscountsIn(told),
    ...loyaltyStepsIn(told),
    ...taxStepsIn(told),
  ]
  return notes.toSorted((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)))
}

function changesIn({ changes, made, until }: Told): ForecastNote[] {
  return changes.flatMap(({ subscriptionId, effectiveOn, content, toAmount, currency }) => {
    const starts = made.flatMap(({ group }) =>
      group.flatMap(({ subscription, renewal }) =>
        subscription.id === subscriptionId ? [renewal.period.startsOn] : []
      )
    )
    const on = starts.find((day) => day >= effectiveOn) ?? effectiveOn
    const { planName } = content
    return on <= until
      ? [{ kind: 'change' as const, on, subscriptionId, planName, amount: toAmount, currency }]
      : []
  })
}

/** The first period that is charged at a newer version of its prices. */
function newPricesIn({ made }: Told): ForecastNote[] {
  const seen = new Set<string>()
  return made.flatMap(({ group }) =>
    group.flatMap(({ subscription: { id, currency }, renewal, items }): ForecastNote[] => {
      if (seen.has(id) || !items.some(({ replaced }) => replaced)) return []
      seen.add(id)
      const amount = items.reduce((sum, item) => sum + amountOfQuantity(item), 0n)
      return [{ kind: 'price', on: renewal.period.startsOn, subscriptionId: id, amount, currency }]
    })
  )
}

function endingsIn({ subscriptions, today, until }: Told): ForecastNote[] {
  return subscriptions.flatMap(({ id, endsOn }) =>
    endsOn !== null && endsOn >= today && endsOn <= until
      ? [{ kind: 'ending' as const, on: endsOn, subscriptionId: id }]
      : []
  )
}

/** The invoice on which a coupon is used up. */
function lastDiscountsIn({ made, discounts }: Told): ForecastNote[] {
  return [...discounts].flatMap(([subscriptionId, promised]) =>
    promised.flatMap(({ id, name, code, usesLeft }) => {
      if (usesLeft === null) return []
      let left = usesLeft
      for (const { used, dueOn } of made) {
        for (const { discountId, uses } of used) if (discountId === id) left -= uses
        if (left <= 0) return [{ kind: 'discount_ends' as const, on: dueOn, subscriptionId, name, code }]
      }
      return []
    })
  )
}

function loyaltyStepsIn({ made }: Told): ForecastNote[] {
  return stepsOf(made, ({ draft }) => {
    const loyalty = draft.pricing.discounts?.find(({ kind }) => kind === 'loyalty')
    return loyalty?.percent ?? null
  }).map(({ on, value }) => ({ kind: 'loyalty', on, percent: value }))
}

function taxStepsIn({ made }: Told): ForecastNote[] {
  const steps = stepsOf(made, ({ draft }) => draft.pricing.tax.percent)
  return steps.map(({ on, value, of }) => ({
    kind: 'tax',
    on,
    name: of.draft.pricing.tax.name,
    percent: value,
  }))
}

/** Where something is not what it was on the invoice before. */
function stepsOf<T>(
  made: readonly Made[],
  read: (each: Made) => T
): { on: CalendarDate; value: T; of: Made }[] {
  return made.slice(1).flatMap((each, index) => {
    const value = read(each)
    return value === read(made[index]!) ? [] : [{ on: each.dueOn, value, of: each }]
  })
}
