import type { Interval } from '#app/shared/time/calendar'
import type { PlanSpec } from '#app/catalogue/domain/configured_item'
import type { OptionPrice, OptionValue, Plan, Product, ProductOption } from '#app/catalogue/domain/catalogue'
import type { WrittenTiers } from '#app/catalogue/domain/written_tiers'
import type { Translations } from '#app/catalogue/domain/translation'
import { isPlanOutOfReach, isValueOutOfReach, type SupplyGap } from '#app/catalogue/domain/supply'
import type { CatalogueRows } from '#app/catalogue/records/catalogue_rows'

type Row<Table extends keyof CatalogueRows> = CatalogueRows[Table][number]

/** Puts the rows together as people think of them: products with their plans, options and prices. */
export function toProducts(rows: CatalogueRows): Product[] {
  const plansOf = Map.groupBy(rows.plans, (plan) => plan.product_id)
  const optionsOf = Map.groupBy(rows.options, (option) => option.product_id)
  const pricesOf = Map.groupBy(rows.prices, (price) => price.plan_id)
  const gaps = rows.gaps.map(({ panel_driver, location }) => ({
    panelDriver: panel_driver,
    location: location || null,
  }))
  return rows.products.map((product) => ({
    id: product.id,
    slug: product.slug,
    kind: product.kind,
    name: product.name,
    tagline: product.tagline,
    description: product.description,
    position: product.position,
    status: product.status as Product['status'],
    translations: product.translations as Translations,
    plans: (plansOf.get(product.id) ?? []).map((plan) =>
      toPlan(plan, { prices: pricesOf.get(plan.id) ?? [], gaps })
    ),
    options: (optionsOf.get(product.id) ?? []).map((option) => toOption(option, { rows, gaps })),
  }))
}

function toPlan(plan: Row<'plans'>, { prices, gaps }: { prices: Row<'prices'>[]; gaps: SupplyGap[] }): Plan {
  return {
    id: plan.id,
    slug: plan.slug,
    name: plan.name,
    description: plan.description,
    spec: plan.spec as unknown as PlanSpec,
    panelDriver: plan.panel_driver,
    panelPackage: plan.panel_package as Record<string, unknown>,
    position: plan.position,
    isRecommended: plan.is_recommended,
    status: plan.status as Plan['status'],
    stockLimit: plan.stock_limit,
    isOutOfReach: isPlanOutOfReach(plan.panel_driver, gaps),
    trial: plan.trial_days === null ? null : { days: plan.trial_days, needsMethod: plan.trial_needs_method },
    translations: plan.translations as Translations,
    prices: prices.map((price) => ({
      id: price.id,
      currency: price.currency,
      interval: intervalOf(price),
      amount: price.amount,
      setupAmount: price.setup_amount,
      tiers: price.tiers as WrittenTiers | null,
    })),
  }
}

function toOption(
  option: Row<'options'>,
  { rows, gaps }: { rows: CatalogueRows; gaps: SupplyGap[] }
): ProductOption {
  const prices = rows.optionPrices.filter((price) => price.option_id === option.id)
  const values = rows.values.filter((value) => value.option_id === option.id)
  return {
    id: option.id,
    code: option.code,
    name: option.name,
    help: option.help,
    kind: option.kind as ProductOption['kind'],
    minimum: option.minimum,
    maximum: option.maximum,
    position: option.position,
    status: option.status as ProductOption['status'],
    translations: option.translations as Translations,
    values: values.map((value) => toValue(value, { prices, gaps })),
    prices: prices.filter((price) => price.option_value_id === null).map(toOptionPrice),
  }
}

function toValue(
  value: Row<'values'>,
  { prices, gaps }: { prices: Row<'optionPrices'>[]; gaps: SupplyGap[] }
): OptionValue {
  return {
    id: value.id,
    code: value.code,
    name: value.name,
    groupName: value.group_name,
    spec: value.spec as Record<string, unknown>,
    position: value.position,
    isDefault: value.is_default,
    isOutOfReach: isValueOutOfReach(value.spec as Record<string, unknown>, gaps),
    status: value.status as OptionValue['status'],
    translations: value.translations as Translations,
    prices: prices.filter((price) => price.option_value_id === value.id).map(toOptionPrice),
  }
}

function toOptionPrice(price: Row<'optionPrices'>): OptionPrice {
  return {
    id: price.id,
    currency: price.currency,
    interval: intervalOf(price),
    amount: price.amount,
    setupAmount: price.setup_amount,
    tiers: price.tiers as WrittenTiers | null,
  }
}

function intervalOf(row: { interval_unit: string; interval_count: number }): Interval {
  return { unit: row.interval_unit as Interval['unit'], count: row.interval_count }
}
