import type { Catalogue, Product } from '#app/catalogue/domain/catalogue'
import type { ConfiguredItem } from '#app/catalogue/domain/configured_item'

/** A kind of panels, or one of them by its code, that nobody can ask for room just now. */
export interface SupplyGap {
  panelDriver: string
  /** Null: all panels of the kind. */
  location: string | null
}

export type SupplyFault =
  | { type: 'plan_unavailable'; field: 'plan'; plan: string }
  | { type: 'place_unavailable'; field: string; place: string }

export function isPlanOutOfReach(panelDriver: string, gaps: readonly SupplyGap[]): boolean {
  return gaps.some((gap) => gap.location === null && gap.panelDriver === panelDriver)
}

/** A choice that names a panel is out of reach with it. */
export function isValueOutOfReach(spec: Record<string, unknown>, gaps: readonly SupplyGap[]): boolean {
  return gaps.some((gap) => gap.location !== null && gap.location === spec.panel)
}

/** Why what was chosen cannot be ordered just now, although it is on sale; null when it can. */
export function findSupplyFault(catalogue: Catalogue, item: ConfiguredItem): SupplyFault | null {
  const product = catalogue.products.find(({ id }) => id === item.productId)
  const plan = product?.plans.find(({ id }) => id === item.planId)
  if (!product || !plan) return null
  if (plan.isOutOfReach) return { type: 'plan_unavailable', field: 'plan', plan: plan.name }
  return findPlaceFault(product, item)
}

function findPlaceFault(product: Product, item: ConfiguredItem): SupplyFault | null {
  for (const option of product.options) {
    const value = option.values.find(({ code }) => code === item.options[option.code])
    if (value?.isOutOfReach)
      return { type: 'place_unavailable', field: `options.${option.code}`, place: value.name }
  }
  return null
}

/** What is offered first: the usual choice, unless it cannot be had just now. */
export function usualValue<V extends { isDefault: boolean; isOutOfReach?: boolean }>(
  values: readonly V[]
): V | undefined {
  const reachable = values.filter(({ isOutOfReach }) => !isOutOfReach)
  const among = reachable.length > 0 ? reachable : values
  return among.find(({ isDefault }) => isDefault) ?? among[0]
}
