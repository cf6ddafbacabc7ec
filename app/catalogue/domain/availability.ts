import type { Interval } from '#app/shared/time/calendar'
import type {
  Catalogue,
  OptionPrice,
  OptionValue,
  Plan,
  PlanPrice,
  Product,
  ProductOption,
} from '#app/catalogue/domain/catalogue'
import { isProductKind } from '#app/catalogue/domain/kinds/product_kinds'

/** What the storefront lists: active, deliverable, with at least one plan that has a price. */
export function listedProducts(catalogue: Catalogue): Product[] {
  return catalogue.products
    .filter((product) => product.status === 'active' && isDeliverable(product))
    .map((product) => ({
      ...product,
      plans: product.plans.filter(isListedPlan),
      options: liveOptions(product),
    }))
    .filter((product) => product.plans.length > 0)
}

/** What can be bought: what is listed, and what is hidden but known to the buyer. */
export function findSellable(catalogue: Catalogue, planId: string): { product: Product; plan: Plan } | null {
  for (const product of catalogue.products) {
    const plan = product.plans.find((candidate) => candidate.id === planId)
    if (!plan) continue
    const isSold = isOnSale(product.status) && isOnSale(plan.status) && isDeliverable(product)
    return isSold ? { product: { ...product, options: liveOptions(product) }, plan } : null
  }
  return null
}

/** A plan is offered in the currencies and intervals for which it has a price, and in no other. */
export function findPlanPrice(plan: Plan, currency: string, interval: Interval): PlanPrice | null {
  return plan.prices.find((price) => isFor(price, currency, interval)) ?? null
}

/**
 * What a choice costs: null is free. A choice that costs something elsewhere but has no price here is not offered here.
 */
export function optionPriceFor(
  prices: OptionPrice[],
  currency: string,
  interval: Interval
): { isOffered: boolean; price: OptionPrice | null } {
  if (prices.length === 0) return { isOffered: true, price: null }
  const price = prices.find((candidate) => isFor(candidate, currency, interval)) ?? null
  return { isOffered: price !== null, price }
}

export function offeredValues(option: ProductOption, currency: string, interval: Interval): OptionValue[] {
  return option.values.filter((value) => optionPriceFor(value.prices, currency, interval).isOffered)
}

/** Currencies in which at least one listed plan is sold. */
export function offeredCurrencies(products: Product[]): string[] {
  const found = products.flatMap((product) =>
    product.plans.flatMap((plan) => plan.prices.map(({ currency }) => currency))
  )
  return [...new Set(found)].toSorted()
}

/** Names of the places where what is listed can stand, each once: values of a choice that are tied to a panel. */
export function offeredLocations(products: Product[]): string[] {
  const values = products.flatMap(({ options }) => options.flatMap((option) => option.values))
  return [...new Set(values.filter(({ spec }) => typeof spec.panel === 'string').map(({ name }) => name))]
}

function isListedPlan(plan: Plan): boolean {
  return plan.status === 'active' && plan.prices.length > 0
}

function liveOptions(product: Product): ProductOption[] {
  return product.options
    .filter((option) => option.status === 'active')
    .map((option) => ({ ...option, values: option.values.filter((value) => value.status === 'active') }))
    .filter((option) => option.kind !== 'choice' || option.values.length > 0)
}

function isOnSale(status: string): boolean {
  return status === 'active' || status === 'hidden'
}

function isDeliverable(product: Product): boolean {
  return isProductKind(product.kind)
}

function isFor(
  price: { currency: string; interval: Interval },
  currency: string,
  interval: Interval
): boolean {
  return (
    price.currency === currency &&
    price.interval.unit === interval.unit &&
    price.interval.count === interval.count
  )
}
