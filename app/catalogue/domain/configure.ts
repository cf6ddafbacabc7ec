import { err, ok, type Result } from '#app/shared/result'
import { setupNamed } from '#app/catalogue/domain/translation'
import type { Interval } from '#app/shared/time/calendar'
import {
  findPlanPrice,
  findSellable,
  offeredValues,
  optionPriceFor,
} from '#app/catalogue/domain/availability'
import type {
  Catalogue,
  OptionPrice,
  Plan,
  PlanPrice,
  Product,
  ProductOption,
} from '#app/catalogue/domain/catalogue'
import type { ConfiguredItem, ConfiguredPart, ConfiguredSpec } from '#app/catalogue/domain/configured_item'
import type { CommonSpec } from '#app/catalogue/domain/kinds/kind_rules'
import { rulesOf } from '#app/catalogue/domain/kinds/product_kinds'
import { answerAsked, type Asked, askedBy, type VariableFault } from '#app/catalogue/domain/asked_variables'
import { usualValue } from '#app/catalogue/domain/supply'
import { isHostname } from '#app/catalogue/domain/hostname'

export type OptionChoice = string | number | boolean

/** What somebody asks for; nothing of it is trusted yet. */
export interface Configuration {
  planId: string
  currency: string
  interval: Interval
  hostname: string
  options: Record<string, OptionChoice>
  /** Whether it is to begin with the free days of the plan. */
  trial?: boolean
  /** Whether it is still being filled in: a setting that is empty so far is no mistake, and changes no price. */
  isUnfinished?: boolean
}

export type ConfigurationFault =
  | { type: 'plan_not_sold'; field: 'plan' }
  | { type: 'price_not_offered'; field: 'interval' }
  | { type: 'hostname_invalid'; field: 'hostname' }
  | { type: 'trial_not_offered'; field: 'trial' }
  | { type: 'option_unknown'; field: string }
  | { type: 'value_not_offered'; field: string; option: string }
  | VariableFault
  | { type: 'quantity_out_of_range'; field: string; option: string; minimum: number; maximum: number }

interface Chosen {
  parts: ConfiguredPart[]
  choice: { code: string; value: OptionChoice; label: string; text: string; isSilent?: boolean }
  spec: Partial<CommonSpec>
}

/** Makes an item of a plan and what was chosen with it, or says everything that is wrong with the choice at once. */
export function configure(
  catalogue: Catalogue,
  wish: Configuration
): Result<ConfiguredItem, ConfigurationFault[]> {
  const sold = findSellable(catalogue, wish.planId)
  if (!sold) return err([{ type: 'plan_not_sold', field: 'plan' }])
  const price = findPlanPrice(sold.plan, wish.currency, wish.interval)
  if (!price) return err([{ type: 'price_not_offered', field: 'interval' }])

  const faults: ConfigurationFault[] = []
  if (!isHostname(wish.hostname)) faults.push({ type: 'hostname_invalid', field: 'hostname' })
  // Hours are paid when they are over: there is nothing that could be free at first.
  if (wish.trial && (!sold.plan.trial || wish.interval.unit === 'hour'))
    faults.push({ type: 'trial_not_offered', field: 'trial' })
  const chosen: Chosen[] = []
  for (const option of sold.product.options) {
    const result = choose(sold.product.kind, option, wish)
    if (result.ok) {
      if (result.value) chosen.push(result.value)
    } else faults.push(result.error)
  }
  const asked = askedBy(
    sold.product.options,
    Object.fromEntries(chosen.map(({ choice }) => [choice.code, choice.value]))
  )
  faults.push(...unknownOptions(sold.product, wish, asked))
  const answered = answerAsked(asked, wish.options)
  faults.push(...answered.faults.filter(({ problem }) => !(wish.isUnfinished && problem.rule === 'required')))
  if (answered.answers.length > 0) chosen.push(...toAnswers(answered))
  if (faults.length > 0) return err(faults)
  return ok(toItem(sold, wish, { price, chosen, locale: catalogue.locale }))
}

function unknownOptions(product: Product, wish: Configuration, asked: Asked): ConfigurationFault[] {
  const known = new Set([...product.options, ...asked.definitions].map(({ code }) => code))
  return Object.keys(wish.options)
    .filter((code) => !known.has(code))
    .map((code) => ({ type: 'option_unknown', field: `options.${code}` }))
}

/** Variables cost nothing; what is as it comes is not told. */
function toAnswers({ answers, values }: ReturnType<typeof answerAsked>): Chosen[] {
  return answers.map(({ code, name, value, isTold }) => ({
    parts: [],
    choice: { code, value, label: name, text: value, isSilent: !isTold },
    spec: { variables: values } as Partial<CommonSpec>,
  }))
}

/** A choice falls back on the option's default; what is not offered for this currency and interval is left out. */
function choose(
  productKind: string,
  option: ProductOption,
  wish: Configuration
): Result<Chosen | null, ConfigurationFault> {
  const value = wish.options[option.code]
  if (option.kind === 'choice') return chooseValue(productKind, option, wish)
  const { isOffered, price } = optionPriceFor(option.prices, wish.currency, wish.interval)
  const quantity = option.kind === 'toggle' ? toSwitch(value) : (value ?? option.minimum)
  const minimum = option.kind === 'toggle' ? 0 : option.minimum
  const maximum = !isOffered ? minimum : option.kind === 'toggle' ? 1 : option.maximum
  if (
    typeof quantity !== 'number' ||
    !Number.isInteger(quantity) ||
    quantity < minimum ||
    quantity > maximum
  ) {
    return err({
      type: 'quantity_out_of_range',
      field: `options.${option.code}`,
      option: option.name,
      minimum,
      maximum,
    })
  }
  return ok({
    parts: quantity > 0 && price ? toParts(option.name, quantity, price) : [],
    choice: {
      code: option.code,
      value: option.kind === 'toggle' ? quantity === 1 : quantity,
      label: option.name,
      text: option.kind === 'toggle' ? '✓' : String(quantity),
    },
    spec: rulesOf(productKind).quantity(option.code, quantity),
  })
}

function chooseValue(
  productKind: string,
  option: ProductOption,
  wish: Configuration
): Result<Chosen | null, ConfigurationFault> {
  const wished = wish.options[option.code]
  const offered = offeredValues(option, wish.currency, wish.interval)
  if (offered.length === 0 && wished === undefined) return ok(null)
  const value =
    wished === undefined ? usualValue(offered) : offered.find((candidate) => candidate.code === wished)
  if (!value) return err({ type: 'value_not_offered', field: `options.${option.code}`, option: option.name })
  const { price } = optionPriceFor(value.prices, wish.currency, wish.interval)
  return ok({
    parts:
      price && price.amount + price.setupAmount > 0n
        ? toParts(`${option.name}: ${value.name}`, 1, price)
        : [],
    choice: { code: option.code, value: value.code, label: option.name, text: value.name },
    spec: rulesOf(productKind).value(value.spec),
  })
}

function toSwitch(value: OptionChoice | undefined): OptionChoice {
  return value === undefined ? 0 : value === true ? 1 : value === false ? 0 : 'neither'
}

/** What recurs, and the set-up fee where there is one. */
function toParts(description: string, quantity: number, price: OptionPrice): ConfiguredPart[] {
  const { id: priceId, amount, setupAmount, tiers } = price
  const setup = { kind: 'setup' as const, priceId, description, quantity: 1 }
  return [
    {
      kind: 'option',
      priceId,
      description,
      quantity,
      unitAmount: amount.toString(),
      ...(tiers ? { tiers } : {}),
    },
    ...(setupAmount > 0n ? [{ ...setup, unitAmount: setupAmount.toString() }] : []),
  ]
}

function toItem(
  { product, plan }: { product: Product; plan: Plan },
  wish: Configuration,
  found: { price: PlanPrice; chosen: Chosen[]; locale: string | undefined }
): ConfiguredItem {
  const { price, chosen, locale } = found
  const planPart = { kind: 'plan' as const, priceId: price.id, description: plan.name, quantity: 1 }
  const setupPart = { kind: 'setup' as const, priceId: price.id, description: plan.name, quantity: 1 }
  return {
    planId: plan.id,
    productId: product.id,
    productKind: product.kind,
    productName: product.name,
    planName: plan.name,
    panelDriver: plan.panelDriver,
    panelPackage: plan.panelPackage,
    intervalUnit: wish.interval.unit,
    intervalCount: wish.interval.count,
    currency: wish.currency,
    hostname: wish.hostname.toLowerCase(),
    options: Object.fromEntries(chosen.map(({ choice }) => [choice.code, choice.value])),
    choices: chosen
      .filter(({ choice }) => choice.value !== false && choice.value !== 0 && !choice.isSilent)
      .map(({ choice }) => ({ label: choice.label, value: choice.text })),
    spec: Object.assign(
      rulesOf(product.kind).plain(plan),
      ...chosen.map((part) => part.spec)
    ) as ConfiguredSpec,
    ...(wish.trial && plan.trial ? { trial: plan.trial } : {}),
    parts: [
      { ...planPart, unitAmount: price.amount.toString(), ...(price.tiers ? { tiers: price.tiers } : {}) },
      ...chosen.flatMap((part) => part.parts),
      ...(price.setupAmount > 0n ? [{ ...setupPart, unitAmount: price.setupAmount.toString() }] : []),
    ].map((part) =>
      part.kind === 'setup' ? { ...part, description: setupNamed(part.description, locale) } : part
    ),
  }
}
