import app from '@adonisjs/core/services/app'
import { catalogueIn, configure, loadCatalogue } from '#app/catalogue/index'
import { ReplacePrice } from '#app/catalogue/actions/replace_price'
import { db } from '#app/shared/database/db'
import { buy, write } from '#tests/support/billing'
import { type Running, startService } from '#tests/support/changes'
import { as, freezeClock } from '#tests/support/tenants'

const hour = { unit: 'hour' as const, count: 1 }

/** What an hour of a plan costs from now on, and a month at most. @returns the version */
export async function priceHour(
  { tenant, plan }: Running,
  slug: string,
  hourly: { hourAmount: string; monthAtMost: bigint }
): Promise<string> {
  const replace = await app.container.make(ReplacePrice)
  const price = { currency: 'EUR', interval: hour, amount: 0n, setupAmount: 0n, hourly }
  const replaced = await as(tenant, () => replace.execute(plan(slug), price))
  if (!replaced.ok) throw new Error(JSON.stringify(replaced.error))
  return replaced.value
}

/** Ada's month by month server, and from 10 March, 10:17 in Berlin, one by the hour: 0.83 cents, €4.50 a month at most. */
export async function startByHour(plan = 'vps-s'): Promise<Running> {
  const running = await startService('2026-03-01T12:00:00Z', { timeZone: 'Europe/Berlin' })
  const { tenant, customerId } = running
  await freezeClock(tenant, '2026-03-10T09:17:00Z')
  const hourly = { 'vps-s': { hourAmount: '0.83', monthAtMost: 450n }, 'vps-m': { hourAmount: '1.5', monthAtMost: 850n } } // prettier-ignore
  for (const [slug, asked] of Object.entries(hourly)) await priceHour(running, slug, asked)
  const catalogue = catalogueIn(await as(tenant, () => loadCatalogue()), 'en')
  const planId = running.plan(plan)
  const content = configure(catalogue, { planId, currency: 'EUR', interval: hour, hostname: 'hour.example.test', options: {} }) // prettier-ignore
  if (!content.ok) throw new Error(JSON.stringify(content.error))
  const bought = await buy(tenant, planId, { customerId, interval: hour, content: content.value })
  return { ...running, subscriptionId: bought.subscriptionIds[0]! }
}

export async function linesOf({ tenant, subscriptionId }: Running) {
  const rows = await write(tenant, () =>
    db
      .selectFrom('invoice_lines')
      .select(['description', 'amount', 'period_starts_on', 'period_ends_on'])
      .where('subscription_id', '=', subscriptionId)
      .orderBy('period_starts_on')
      .orderBy('position')
      .execute()
  )
  return rows.map((row) => [row.description, row.amount, row.period_starts_on, row.period_ends_on])
}
