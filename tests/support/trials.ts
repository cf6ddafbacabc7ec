import app from '@adonisjs/core/services/app'
import type { TrialOffer } from '#app/catalogue/index'
import { UpdatePlan } from '#app/catalogue/actions/update_plan'
import { FinishOrderLine, MakeQuote, PlaceOrder } from '#app/checkout/index'
import { BeginTrial, CreateSubscriptions } from '#app/subscriptions/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import { write } from '#tests/support/billing'
import { planCalled, stockShop, wishFor } from '#tests/support/catalogue'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'

export interface TrialShop {
  tenant: Tenant
  planId: string
  customerId: string
}

/** Servers of €8.50 a month (19 % German tax: €10.12) that may be tried, and Ada, who never did. */
export async function openTrialShop(
  at: string,
  { days = 7, needsMethod = false, timeZone }: Partial<TrialOffer> & { timeZone?: string } = {}
): Promise<TrialShop> {
  const tenant = await createTenant({ at, timeZone })
  const planId = planCalled(await stockShop(tenant), 'vps-m')
  await as(tenant, async () =>
    (await app.container.make(UpdatePlan)).execute(planId, { trial: { days, needsMethod } })
  )
  await write(tenant, () =>
    db
      .insertInto('gateways')
      .values({
        id: newId(),
        driver: 'stripe',
        name: 'Cards',
        secrets: '{}',
        status: 'disabled',
        created_at: at,
      })
      .execute()
  )
  return { tenant, planId, customerId: await addTrialBuyer(tenant, 'ada@example.test') }
}

export async function addTrialBuyer(tenant: Tenant, email: string): Promise<string> {
  const customerId = await addAda(tenant)
  await write(tenant, () =>
    db
      .updateTable('customers')
      .set({ email, street: 'Hauptstr. 1', city: 'Berlin', postal_code: '10115' })
      .where('id', '=', customerId)
      .execute()
  )
  return customerId
}

interface Wish {
  codes?: string[]
  customerId?: string
}

export async function quoteTrial(shop: TrialShop, { codes = [], customerId = shop.customerId }: Wish = {}) {
  return as(shop.tenant, async () =>
    (await app.container.make(MakeQuote)).execute({
      items: [{ ...wishFor(shop.planId), trial: true }],
      currency: 'EUR',
      country: 'DE',
      customerId,
      coupons: codes.map((code) => ({ code, subject: customerId })),
    })
  )
}

export function placeQuote(
  { tenant }: TrialShop,
  { quoteId, customerId }: { quoteId: string; customerId: string }
) {
  return as(tenant, async () =>
    (await app.container.make(PlaceOrder)).execute({
      quoteId,
      customerId,
      userId: null,
      hasAcceptedTerms: true,
      ip: null,
      userAgent: null,
    })
  )
}

/** A trial whose server runs: quoted, ordered, made, begun. */
export async function startTrial(shop: TrialShop, wish: Wish = {}) {
  const customerId = wish.customerId ?? shop.customerId
  const quote = await quoteTrial(shop, wish)
  if (!quote.ok) throw new Error(JSON.stringify(quote.error))
  const placed = await placeQuote(shop, { quoteId: quote.value.id, customerId })
  if (!placed.ok) throw new Error(placed.error.type)
  const orderId = placed.value.id
  const subscriptionId = await as(shop.tenant, async () => {
    const created = await (await app.container.make(CreateSubscriptions)).execute({ orderId })
    if (!created.ok) throw new Error(created.error.type)
    return created.value[0]!
  })
  await write(shop.tenant, async () => {
    await db.updateTable('orders').set({ status: 'provisioning' }).where('id', '=', orderId).execute()
    const line = await db
      .selectFrom('order_lines')
      .select('id')
      .where('order_id', '=', orderId)
      .executeTakeFirstOrThrow()
    await (await app.container.make(FinishOrderLine)).execute({ orderLineId: line.id, outcome: 'active' })
  })
  const begun = await as(shop.tenant, async () => (await app.container.make(BeginTrial)).execute({ orderId }))
  if (!begun.ok) throw new Error(begun.error.type)
  return { orderId, subscriptionId, quote: quote.value, trial: begun.value }
}

export function trialSeen(tenant: Tenant, orderId: string) {
  return write(tenant, () =>
    db.selectFrom('trials').selectAll().where('order_id', '=', orderId).executeTakeFirstOrThrow()
  )
}
