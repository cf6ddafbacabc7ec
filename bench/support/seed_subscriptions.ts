import type pg from 'pg'
import { newId } from '#app/shared/ids'

export interface SeededTenant {
  id: string
}

export interface DueSubscriptions {
  productId: string
  planId: string
  customerIds: string[]
  subscriptionIds: string[]
  priceIds: [string, string]
  couponId: string
}

export function planDueSubscriptions(count: number): DueSubscriptions {
  return {
    productId: newId(),
    planId: newId(),
    customerIds: Array.from({ length: count }, newId),
    subscriptionIds: Array.from({ length: count }, newId),
    priceIds: [newId(), newId()],
    couponId: newId(),
  }
}

export const clockStandsAt = '2026-03-03T09:00:00Z'

/**
 * A tenant with customers who each have one taxed monthly subscription of two items, due to be invoiced on the day its clock stands
 * at; a tenth of them bought it with a coupon that still lowers their renewals. Two tenants made from one plan hold the same ids, so that the rows of one fit into the other.
 */
export async function seedTenant(client: pg.Client, due: DueSubscriptions): Promise<SeededTenant> {
  const id = newId()
  await client.query(
    `insert into platform.tenants (id, slug, name, time_zone, reporting_currency, is_demo, clock_frozen_at)
     values ($1, $2, 'Bench', 'Europe/Berlin', 'EUR', true, $3)`,
    [id, `bench-${id.slice(-12)}`, clockStandsAt]
  )
  await client.query('begin')
  await client.query(`select set_config('app.tenant', $1, true)`, [id])
  await seedCatalogue(client, due)
  await seedCustomers(client, due)
  await seedCoupons(client, due)
  await client.query('commit')
  return { id }
}

async function seedCatalogue(client: pg.Client, { productId, planId }: DueSubscriptions): Promise<void> {
  await client.query(
    `insert into tax_rates (id, country, name, percent, valid_from) values ($1, 'DE', 'USt', 19, '2021-01-01')`,
    [newId()]
  )
  await client.query(
    `insert into brands (name, legal_name, address, support_email, mail_from)
     values ('Bench', 'Bench GmbH', '{"street": "Weg 1", "city": "Berlin", "country": "DE"}', 'a@example.test', 'a@example.test')`
  )
  await client.query(
    `insert into products (id, slug, kind, name, created_at) values ($1, 'vps', 'vps', 'VPS', now())`,
    [productId]
  )
  await client.query(
    `insert into plans (id, product_id, slug, name, spec, panel_driver, panel_package, created_at)
     values ($1, $2, 'vps-m', 'VPS M', '{}', 'virtfusion', '{}', now())`,
    [planId, productId]
  )
}

const customersAtOnce = 10_000

/** Some at a time: what is measured afterwards is the memory of a billing run, not that of making its data. */
async function seedCustomers(client: pg.Client, due: DueSubscriptions): Promise<void> {
  for (let from = 0; from < due.customerIds.length; from += customersAtOnce) {
    const some = (ids: string[]) => ids.slice(from, from + customersAtOnce)
    const part = { ...due, customerIds: some(due.customerIds), subscriptionIds: some(due.subscriptionIds) }
    await seedSomeCustomers(client, part, from)
  }
}

async function seedSomeCustomers(client: pg.Client, due: DueSubscriptions, before: number): Promise<void> {
  const { customerIds, subscriptionIds, planId, priceIds } = due
  await client.query(
    `insert into customers (id, number, name, email, country, city, street, postal_code, currency, created_at)
     select id, n, 'Customer ' || n, 'c' || n || '@example.test', 'DE', 'Berlin', 'Weg ' || n, '10115', 'EUR', now()
       from (select id, $2::bigint + n as n from unnest($1::uuid[]) with ordinality as c(id, n)) c`,
    [customerIds, before]
  )
  await client.query(
    `insert into subscriptions (id, customer_id, plan_id, status, currency, interval_unit, interval_count, anchor_day, started_on,
                                current_period_starts_on, renews_on, invoice_on, recurring_amount, created_at)
     select s, c, $3, 'active', 'EUR', 'month', 1, 10, '2026-01-10', '2026-02-10', '2026-03-10', '2026-03-03', 1651, now()
       from unnest($1::uuid[], $2::uuid[]) as r(s, c)`,
    [subscriptionIds, customerIds, planId]
  )
  await client.query(
    `insert into subscription_items (subscription_id, position, kind, price_id, description, quantity, unit_amount)
     select s, 0, 'plan', $2::uuid, 'VPS M', 1, 1401 from unnest($1::uuid[]) as s
      union all select s, 1, 'option', $3::uuid, 'Extra IPv4 address', 1, 250 from unnest($1::uuid[]) as s`,
    [subscriptionIds, ...priceIds]
  )
}

/** The orders by which every tenth customer redeemed a coupon, and what it promises for the periods to come. */
async function seedCoupons(client: pg.Client, due: DueSubscriptions): Promise<void> {
  const isTenth = (_id: string, index: number) => index % 10 === 0
  const customerIds = due.customerIds.filter(isTenth)
  const subscriptionIds = due.subscriptionIds.filter(isTenth)
  const { couponId, planId } = due
  await client.query(
    `insert into coupons (id, code, name, status, benefit, periods, created_at)
     values ($1, 'SPRING10', 'Spring', 'active', '{"kind": "percent", "percent": "10"}', 12, now())`,
    [couponId]
  )
  const redeemed = `unnest($1::uuid[], $2::uuid[]) with ordinality as r(customer_id, subscription_id, n)`
  // One id for quote, order and redemption of a subscription: the same in two tenants of one plan.
  const id = `md5('redeemed ' || r.subscription_id)::uuid`
  const values = [customerIds, subscriptionIds]
  await client.query(
    `insert into quotes (id, customer_id, currency, country, catalogue_version, content, subtotal, tax_total, total, created_at, expires_at)
     select ${id}, r.customer_id, 'EUR', 'DE', 1, '{}', 0, 0, 0, now(), now() from ${redeemed}`,
    values
  )
  await client.query(
    `insert into orders (id, number, customer_id, quote_id, status, currency, total, terms_accepted_at, created_at, finished_at)
     select ${id}, r.n, r.customer_id, ${id}, 'completed', 'EUR', 0, now(), now(), now() from ${redeemed}`,
    values
  )
  await client.query(
    `insert into coupon_redemptions (id, coupon_id, customer_id, order_id, status, agreed, redeemed_at, closed_at, currency, revenue)
     select ${id}, $3, r.customer_id, ${id}, 'active', '{}', now(), now(), 'EUR', 0 from ${redeemed}`,
    [...values, couponId]
  )
  await client.query(
    `insert into subscription_discounts (id, redemption_id, coupon_id, subscription_id, code, name, percent, unit, uses_left, plan_ids,
                                         position, is_exclusive, created_at)
     select ${id}, ${id}, $3, r.subscription_id, 'SPRING10', 'Spring', 10, 'period', 12, array[$4::uuid], 100, false, now()
       from ${redeemed}`,
    [...values, couponId, planId]
  )
}
