import app from '@adonisjs/core/services/app'
import { insertCoupon } from '#app/promotions/records/coupons'
import type { Coupon } from '#app/promotions/domain/coupon'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { PlaceOrder } from '#app/checkout/actions/place_order'
import { FinishOrderLine } from '#app/checkout/index'
import { ActivateOrder, CreateSubscriptions } from '#app/subscriptions/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import type { Interval } from '#app/shared/time/calendar'
import { addAda } from '#tests/support/customers'
import { write } from '#tests/support/billing'
import { planCalled, stockShop, wishFor } from '#tests/support/catalogue'
import { as, createTenant } from '#tests/support/tenants'
import { coupon } from '#tests/promotions/domain/coupons'

/** A shop with servers of €8.50 a month, German tax of 19 %, and Ada, who may order. */
export async function openCouponShop(at = '2026-03-15T09:00:00Z') {
  const tenant = await createTenant({ at })
  const planId = planCalled(await stockShop(tenant), 'vps-m')
  return { tenant, planId, customerId: await addBuyer(tenant) }
}

export async function addBuyer(tenant: Tenant): Promise<string> {
  const customerId = await addAda(tenant)
  await write(tenant, () =>
    db
      .updateTable('customers')
      .set({ street: 'Hauptstr. 1', city: 'Berlin', postal_code: '10115' })
      .where('id', '=', customerId)
      .execute()
  )
  return customerId
}

export async function addCoupon(tenant: Tenant, change: Partial<Coupon>): Promise<Coupon> {
  const made = coupon({ id: newId(), ...change })
  await write(tenant, () => insertCoupon(made))
  return made
}

export interface Buying {
  planId: string
  customerId: string
  codes: string[]
  servers?: number
  interval?: Interval
  /** Where the customer is; null while nobody knows. */
  country?: string | null
}

export function quote(tenant: Tenant, { planId, customerId, codes, servers = 1, interval, country = 'DE' }: Buying) {
  const wish = { ...wishFor(planId), ...(interval ? { interval } : {}) }
  return as(tenant, async () => {
    const made = await (
      await app.container.make(MakeQuote)
    ).execute({
      items: Array.from({ length: servers }, (_, index) => ({ ...wish, hostname: `web-0${index}.example.com` })),
      currency: 'EUR',
      country,
      customerId,
      coupons: codes.map((code) => ({ code, subject: customerId })),
    })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    return made.value
  })
} // prettier-ignore

export function place(tenant: Tenant, { quoteId, customerId }: { quoteId: string; customerId: string }) {
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

/** Orders with coupons and lets every server run. @returns what was quoted and what was invoiced */
export async function buyWithCoupons(tenant: Tenant, buying: Buying) {
  const quoted = await quote(tenant, buying)
  const placed = await place(tenant, { quoteId: quoted.id, customerId: buying.customerId })
  if (!placed.ok) throw new Error(placed.error.type)
  const orderId = placed.value.id
  return as(tenant, async () => {
    await write(tenant, () =>
      db.updateTable('orders').set({ status: 'provisioning' }).where('id', '=', orderId).execute()
    )
    await (await app.container.make(CreateSubscriptions)).execute({ orderId })
    const lines = await write(tenant, () => db.selectFrom('order_lines').select('id').where('order_id', '=', orderId).execute()) // prettier-ignore
    for (const { id } of lines) await (await app.container.make(FinishOrderLine)).execute({ orderLineId: id, outcome: 'active' }) // prettier-ignore
    const invoice = await (await app.container.make(ActivateOrder)).execute({ orderId })
    if (!invoice.ok || !invoice.value) throw new Error('Nothing was invoiced')
    return { orderId, quoted, invoice: invoice.value }
  })
}

export function redeemedCount(tenant: Tenant, couponId: string): Promise<number> {
  return write(tenant, async () => {
    const row = await db.selectFrom('coupons').select('redeemed_count').where('id', '=', couponId).executeTakeFirstOrThrow() // prettier-ignore
    return row.redeemed_count
  })
}
