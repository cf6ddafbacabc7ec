import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { newId } from '#app/shared/ids'
import type { TrialOffer } from '#app/catalogue/domain/catalogue'
import type { DemoProduct, DemoProductPlan } from '#app/catalogue/domain/demo_product'
import { type DemoOption, demoOptions, demoPlans, demoProduct } from '#app/catalogue/domain/demo_range'

const currencies = ['EUR', 'USD', 'GBP'] as const
// A year costs ten months.
const intervals = [
  { unit: 'month', months: 1n },
  { unit: 'year', months: 10n },
] as const

/**
 * Fills an empty catalogue with EZSCALE's range. Does nothing where there is a catalogue.
 * @param trials which sizes may be tried for nothing, by their slug
 */
export async function seedCatalogue(trials: Record<string, TrialOffer> = {}): Promise<void> {
  const now = new Clock().now()
  await inTransaction(async () => {
    const existing = await db.selectFrom('products').select('id').limit(1).executeTakeFirst()
    if (existing) return
    const productId = newId()
    await db
      .insertInto('products')
      .values({
        ...demoProduct,
        id: productId,
        translations: JSON.stringify(demoProduct.translations),
        status: 'active',
        created_at: now,
      })
      .execute()
    for (const [position, plan] of demoPlans.entries())
      await seedPlan({ productId, position, plan, trial: trials[plan.slug] ?? null, now })
    for (const [position, option] of demoOptions.entries()) await seedOption({ productId, position, option })
  })
}

/** Adds whole products to the demo's catalogue; those that are there already stay as they are. */
export async function seedProducts(products: DemoProduct[]): Promise<void> {
  const now = new Clock().now()
  await inTransaction(async () => {
    const rows = await db.selectFrom('products').select('slug').execute()
    const known = new Set(rows.map(({ slug }) => slug))
    for (const product of products.filter(({ slug }) => !known.has(slug)))
      await seedProduct(product, { now, position: rows.length + products.indexOf(product) })
  })
}

async function seedProduct(product: DemoProduct, { now, position }: { now: Date; position: number }) {
  const { plans, options, panelDriver, translations, ...words } = product
  const productId = newId()
  await db
    .insertInto('products')
    .values({
      ...words,
      id: productId,
      position,
      translations: JSON.stringify(translations),
      status: 'active',
      created_at: now,
    })
    .execute()
  for (const [index, plan] of plans.entries())
    await seedPlan({ productId, position: index, plan: { ...plan, panelDriver }, trial: null, now })
  for (const [index, option] of options.entries()) await seedOption({ productId, position: index, option })
}

async function seedPlan(input: {
  productId: string
  position: number
  plan: Omit<DemoProductPlan, 'panelPackage'> & { panelDriver?: string; panelPackage?: string }
  trial: TrialOffer | null
  now: Date
}): Promise<void> {
  const { productId, position, plan, trial, now } = input
  const planId = newId()
  await db
    .insertInto('plans')
    .values({
      id: planId,
      product_id: productId,
      slug: plan.slug,
      name: plan.name,
      description: plan.description,
      spec: JSON.stringify(plan.spec),
      panel_driver: plan.panelDriver ?? 'virtfusion',
      panel_package: JSON.stringify({ package: plan.panelPackage ?? plan.name }),
      position,
      is_recommended: plan.isRecommended,
      translations: JSON.stringify(plan.translations),
      ...(trial ? { trial_days: trial.days, trial_needs_method: trial.needsMethod } : {}),
      status: 'active',
      created_at: now,
    })
    .execute()
  const prices = priceRows(plan.monthly).map((row) => ({ ...row, plan_id: planId, created_at: now }))
  await db.insertInto('prices').values(prices).execute()
}

async function seedOption(input: { productId: string; position: number; option: DemoOption }): Promise<void> {
  const { productId, position, option } = input
  const { code, name, help, kind, maximum } = option
  const optionId = newId()
  await db
    .insertInto('options')
    .values({
      id: optionId,
      product_id: productId,
      code,
      name,
      help,
      kind,
      maximum,
      position,
      translations: JSON.stringify(option.translations),
    })
    .execute()
  const values = option.values.map((value, index) => ({
    id: newId(),
    option_id: optionId,
    code: value.code,
    name: value.name,
    group_name: value.group,
    spec: JSON.stringify(value.spec),
    position: index,
    is_default: value.isDefault ?? false,
    translations: JSON.stringify(value.translations ?? {}),
  }))
  if (values.length > 0) await db.insertInto('option_values').values(values).execute()
  if (!option.monthly) return
  const prices = priceRows(option.monthly).map((row) => ({ ...row, option_id: optionId }))
  await db.insertInto('option_prices').values(prices).execute()
}

function priceRows(monthly: Record<(typeof currencies)[number], number>) {
  return currencies.flatMap((currency) =>
    intervals.map(({ unit, months }) => ({
      id: newId(),
      currency,
      interval_unit: unit,
      amount: BigInt(monthly[currency]) * months,
    }))
  )
}
