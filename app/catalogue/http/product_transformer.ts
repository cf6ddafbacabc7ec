import { showId } from '#app/shared/ids'
import { money, toWire } from '#app/shared/money/money'
import { showHourly, showScale } from '#app/catalogue/http/price_wire'
import { showSizes } from '#app/catalogue/http/spec_wire'
import type { VariableDefinition } from '#app/catalogue/domain/variable_rules'
import type { OptionPrice, Plan, PlanPrice, Product, ProductOption } from '#app/catalogue/domain/catalogue'

/** A product as the API and the storefront's pages see it. */
export function presentProduct(product: Product) {
  return {
    id: showId('product', product.id),
    slug: product.slug,
    kind: product.kind,
    name: product.name,
    tagline: product.tagline,
    description: product.description,
    status: product.status,
    plans: product.plans.map((plan) => presentPlan(plan, product.kind)),
    options: product.options.map(presentOption),
  }
}

export function presentPlan(plan: Plan, productKind: string) {
  return {
    id: showId('plan', plan.id),
    slug: plan.slug,
    name: plan.name,
    description: plan.description,
    status: plan.status,
    is_available: !plan.isOutOfReach,
    is_recommended: plan.isRecommended,
    trial: plan.trial && { days: plan.trial.days, needs_payment_method: plan.trial.needsMethod },
    spec: showSizes(productKind, plan.spec),
    prices: plan.prices.map((price) => presentPrice(price)),
  }
}

export function presentOption(option: ProductOption) {
  return {
    id: showId('option', option.id),
    code: option.code,
    name: option.name,
    help: option.help,
    kind: option.kind,
    status: option.status,
    minimum: option.minimum,
    maximum: option.maximum,
    prices: option.prices.map(presentOptionPrice),
    values: option.values.map((value) => ({
      id: showId('optionValue', value.id),
      code: value.code,
      name: value.name,
      group: value.groupName,
      status: value.status,
      is_default: value.isDefault,
      is_available: !value.isOutOfReach,
      variables: askedWith(value.spec),
      prices: value.prices.map(presentOptionPrice),
    })),
  }
}

function presentPrice({ id, currency, interval, amount, setupAmount, tiers }: PlanPrice) {
  return {
    id: showId('price', id),
    interval: { unit: interval.unit, count: interval.count },
    amount: toWire(money(amount, currency)),
    setup: toWire(money(setupAmount, currency)),
    hourly: showHourly(tiers),
  }
}

function presentOptionPrice(price: OptionPrice) {
  return { ...presentPrice(price), tiered: showScale(price.tiers) }
}

/** Settings that are asked for when a value is chosen, each given beside the options by its own code. */
function askedWith({ ask }: Record<string, unknown>) {
  const definitions = Array.isArray(ask) ? (ask as VariableDefinition[]) : []
  return definitions.map(({ code, name, description, defaultValue, rules }) => ({
    code,
    name,
    description,
    default_value: defaultValue,
    rules,
  }))
}
