import type { Benefit, CouponTerms } from '#app/promotions/domain/coupon'

/** How much off a price one person of a role may promise, in whole per cent of it; null for no limit. */
export interface DiscountLimit {
  role: string
  percent: number | null
}

/** Who may promise something off a price: who makes coupons, and who writes quotes. */
export function promisingRoles(roles: readonly { name: string; abilities: readonly string[] }[]): string[] {
  const promising = ['staff:catalogue:write', 'staff:billing:write']
  return roles
    .filter(({ abilities }) => promising.some((ability) => abilities.includes(ability)))
    .map(({ name }) => name)
}

/** The widest limit among the roles of one person; zero for somebody whose roles may promise nothing. */
export function widestDiscount(roles: readonly string[], limits: readonly DiscountLimit[]): number | null {
  const mine = limits.filter(({ role }) => roles.includes(role)).map(({ percent }) => percent)
  if (mine.includes(null)) return null
  return mine.reduce<number>((widest, percent) => Math.max(widest, percent!), 0)
}

/** At which benefits a coupon gives more than a limit, by their field. */
export function benefitsAbove(
  { benefit, variants, minimumAmounts }: Pick<CouponTerms, 'benefit' | 'variants' | 'minimumAmounts'>,
  limit: number | null
): string[] {
  if (limit === null || limit === 100) return []
  const all = [
    { field: 'benefit', benefit },
    ...variants.map((variant, index) => ({ field: `variants.${index}.benefit`, benefit: variant.benefit })),
  ]
  return all.filter((each) => isAbove(each.benefit, { limit, minimumAmounts })).map(({ field }) => field)
}

/**
 * What is free for a while is all of its price. A fixed amount is measured by the smallest order that it counts for: without one it may be
 * all of it, too.
 */
function isAbove(
  benefit: Benefit,
  { limit, minimumAmounts }: { limit: number; minimumAmounts: Record<string, string> | null }
): boolean {
  switch (benefit.kind) {
    case 'percent':
      return Number(benefit.percent) > limit
    case 'fixed':
      return Object.entries(benefit.amounts).some(
        ([currency, amount]) =>
          BigInt(amount) * 100n > BigInt(minimumAmounts?.[currency] ?? 0) * BigInt(limit)
      )
    case 'free_setup':
    case 'free_months':
      return true
  }
}

/** Whether a price of somebody's own lies further below the catalogue's than their limit. Minor units. */
export function isPriceBelow(
  { listAmount, unitAmount }: { listAmount: bigint; unitAmount: bigint },
  limit: number | null
): boolean {
  return limit !== null && unitAmount * 100n < listAmount * BigInt(100 - limit)
}
