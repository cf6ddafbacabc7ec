import type { Coupon } from '#app/promotions/domain/coupon'
import type { DiscountedItem } from '#app/promotions/domain/agreed_coupon'

/** A coupon of 10 % for ever, unless told otherwise. */
export function coupon(change: Partial<Coupon> = {}): Coupon {
  return {
    id: `id-${change.code ?? 'TEN'}`,
    code: 'TEN',
    name: 'Ten percent',
    status: 'active',
    benefit: { kind: 'percent', percent: '10' },
    variants: [],
    periods: null,
    limitTotal: null,
    limitPerCustomer: null,
    redeemedCount: 0,
    planIds: null,
    intervals: null,
    countries: null,
    minimumAmounts: null,
    isForNewCustomers: false,
    startsAt: null,
    endsAt: null,
    position: 100,
    isExclusive: false,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    ...change,
  }
}

/** A server of €10.00 a month with €5.00 of set-up. */
export function server(change: Partial<DiscountedItem> = {}): DiscountedItem {
  return {
    planId: 'vps-m',
    interval: { unit: 'month', count: 1 },
    lines: [
      { kind: 'plan', amount: 1000n },
      { kind: 'setup', amount: 500n },
    ],
    ...change,
  }
}

export const fixed = (amount: string) => ({ kind: 'fixed' as const, amounts: { EUR: amount } })
export const percent = (value: string) => ({ kind: 'percent' as const, percent: value })
