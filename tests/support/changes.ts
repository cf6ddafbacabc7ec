import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { catalogueIn, configure, type OptionChoice } from '#app/catalogue/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import type { Interval } from '#app/shared/time/calendar'
import {
  type ChangeWish,
  findSubscription,
  PrepareChange,
  RequestChange,
  type ServiceLimits,
} from '#app/subscriptions/index'
import { buy, pay, write } from '#tests/support/billing'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { addAda } from '#tests/support/customers'
import { connectPanel } from '#tests/support/provisioning'
import { settle } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

export interface Running {
  tenant: Tenant
  customerId: string
  subscriptionId: string
  plan: (slug: string) => string
}

/** A server of the demo's range that was bought, and paid for, at an instant. */
export async function startService(
  at: string,
  wish: {
    plan?: string
    interval?: Interval
    options?: Record<string, OptionChoice>
    timeZone?: string
    panelUrl?: string
  } = {}
): Promise<Running> {
  const { plan = 'vps-s', interval = { unit: 'month', count: 1 }, options = {}, timeZone, panelUrl } = wish
  const tenant = await createTenant({ at, timeZone })
  const catalogue = catalogueIn(await stockShop(tenant), 'en')
  await write(tenant, () =>
    db
      .insertInto('gateways')
      .values({ id: newId(), driver: 'stripe', name: 'Cards', secrets: '{}', created_at: at })
      .execute()
  )
  if (panelUrl) await connectPanel(tenant, panelUrl)
  const planId = planCalled(catalogue, plan)
  const configured = configure(catalogue, { planId, currency: 'EUR', interval, hostname: 'one.example.test', options }) // prettier-ignore
  if (!configured.ok) throw new Error(JSON.stringify(configured.error))
  const customerId = await addAda(tenant)
  const bought = await buy(tenant, planId, { customerId, interval, content: configured.value })
  await pay(tenant, bought.invoiceId)
  await settle(tenant)
  return {
    tenant,
    customerId,
    subscriptionId: bought.subscriptionIds[0]!,
    plan: (slug) => planCalled(catalogue, slug),
  }
}

/** What the page would show. */
export async function preview(
  { tenant, subscriptionId }: Running,
  wish: ChangeWish,
  service: ServiceLimits | null = null
) {
  const prepare = await app.container.make(PrepareChange)
  return as(tenant, async () => {
    const subscription = (await findSubscription(subscriptionId, null))!
    return inReadTransaction(() => prepare.execute({ subscription, wish, service }))
  })
}

/** Asks for a change at the amount that the preview says, or at another. */
export async function request(
  running: Running,
  wish: ChangeWish,
  expectedTotal?: bigint,
  more: { expectedNext?: bigint; mayPay?: boolean } = {}
) {
  const { tenant, subscriptionId } = running
  const shown = await preview(running, wish)
  const total = expectedTotal ?? (shown.ok ? shown.value.total : 0n)
  const action = await app.container.make(RequestChange)
  return as(tenant, () =>
    action.execute({ subscriptionId, wish, service: null, expectedTotal: total, mayPay: true, ...more })
  )
}

export interface PeriodSeen {
  starts: string
  ends: string
}

/** The days that were invoiced, as they ran: what never ran is left out. */
export function periodsOf({ tenant, subscriptionId }: Running): Promise<PeriodSeen[]> {
  return write(tenant, async () => {
    const { rows } = await sql<PeriodSeen>`
      select period_starts_on as starts, coalesce(ended_early_on, period_ends_on) as ends from subscription_periods
       where subscription_id = ${subscriptionId} and (ended_early_on is null or ended_early_on > period_starts_on)
       order by 1`.execute(db)
    return rows
  })
}

/** As many other subscriptions to the same of the same customer, since the same day. */
export async function multiply({ tenant, subscriptionId }: Running, count: number): Promise<void> {
  await write(tenant, () =>
    sql`
      with made as (
        insert into subscriptions select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'order_line_id', null))).*
          from subscriptions s, generate_series(1, ${count}::int) where s.id = ${subscriptionId} returning id)
      insert into subscription_items
      select (jsonb_populate_record(i, jsonb_build_object('subscription_id', made.id))).*
        from subscription_items i, made where i.subscription_id = ${subscriptionId}`.execute(db)
  )
}
