import { sql } from 'kysely'
import { toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { SubscriptionDiscount } from '#app/promotions/domain/agreed_coupon'

export interface NewSubscriptionDiscount extends SubscriptionDiscount {
  redemptionId: string
  subscriptionId: string
}

export async function insertSubscriptionDiscounts(
  discounts: NewSubscriptionDiscount[],
  createdAt: Date
): Promise<void> {
  if (discounts.length === 0) return
  await db
    .insertInto('subscription_discounts')
    .values(
      discounts.map((discount) => ({
        id: discount.id,
        redemption_id: discount.redemptionId,
        coupon_id: discount.couponId,
        subscription_id: discount.subscriptionId,
        code: discount.code,
        name: discount.name,
        percent: discount.percent,
        amount: discount.amount,
        unit: discount.unit,
        uses_left: discount.usesLeft,
        plan_ids: discount.planIds && [...discount.planIds],
        position: discount.position,
        is_exclusive: discount.isExclusive,
        created_at: createdAt,
      }))
    )
    .execute()
}

type FoundDiscount = SubscriptionDiscount & { subscriptionId: string }

/** What is still promised to some subscriptions: one statement, however many they are. */
export async function listLiveDiscounts(subscriptionIds: string[]): Promise<Map<string, FoundDiscount[]>> {
  const { rows } = await sql<FoundDiscount>`
    select id, coupon_id as "couponId", subscription_id as "subscriptionId", code, name, trim_scale(percent)::text as percent,
           amount, unit, uses_left as "usesLeft", plan_ids as "planIds", position, is_exclusive as "isExclusive"
      from subscription_discounts
     where subscription_id = any(${toArray('uuid', subscriptionIds)}::uuid[]) and (uses_left is null or uses_left > 0)`.execute(
    db
  )
  return Map.groupBy(rows, ({ subscriptionId }) => subscriptionId)
}

/** A discount as it stood for a period that was invoiced with it: `usesLeft` is what that period used. */
export interface CountedDiscount {
  /** The invoice that counted it. */
  invoiceId: string
  periodStartsOn: CalendarDate
  discount: SubscriptionDiscount
}

/** What was counted for the periods of a subscription. */
export async function listCounted(subscriptionId: string): Promise<CountedDiscount[]> {
  const { rows } = await sql<SubscriptionDiscount & Omit<CountedDiscount, 'discount'>>`
    select u.invoice_id as "invoiceId", u.period_starts_on as "periodStartsOn", d.id, d.coupon_id as "couponId", d.code, d.name,
           trim_scale(d.percent)::text as percent, d.amount, d.unit, u.uses as "usesLeft", d.plan_ids as "planIds", d.position,
           d.is_exclusive as "isExclusive"
      from subscription_discounts d
      join discount_uses u on u.tenant_id = d.tenant_id and u.discount_id = d.id
     where d.subscription_id = ${subscriptionId}`.execute(db)
  return rows.map(({ invoiceId, periodStartsOn, ...discount }) => ({ invoiceId, periodStartsOn, discount }))
}

export interface NewDiscountUse {
  discountId: string
  periodStartsOn: CalendarDate
  invoiceId: string
  uses: number
}

/** Notes which periods were invoiced with which discounts. The key lets a period use one once. */
export async function insertUses(uses: NewDiscountUse[]): Promise<void> {
  const rows = uses.map((use) => ({
    discount_id: use.discountId,
    period_starts_on: use.periodStartsOn,
    invoice_id: use.invoiceId,
    uses: use.uses,
  }))
  await sql`
    insert into discount_uses (discount_id, period_starts_on, invoice_id, uses)
    select r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(discount_id uuid, period_starts_on date, invoice_id uuid, uses int)`.execute(db)
}

/** The same, and counts them down. More than is left is refused by the database. */
export async function useDiscounts(uses: NewDiscountUse[]): Promise<void> {
  await insertUses(uses)
  const rows = uses.map(({ discountId, uses: count }) => ({ id: discountId, uses: count }))
  await sql`
    update subscription_discounts d set uses_left = d.uses_left - r.uses
      from (select id, sum(uses)::int as uses from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, uses int) group by 1) r
     where d.tenant_id = platform.current_tenant() and d.id = r.id and d.uses_left is not null`.execute(db)
}

/** Takes back what an invoice used. @returns the subscriptions that have it again */
export async function returnUses(invoiceId: string): Promise<string[]> {
  const { rows } = await sql<{ subscription_id: string }>`
    with returned as (
      delete from discount_uses where invoice_id = ${invoiceId} returning tenant_id, discount_id, uses
    ), sums as (select tenant_id, discount_id, sum(uses)::int as uses from returned group by 1, 2)
    update subscription_discounts d set uses_left = d.uses_left + s.uses
      from sums s where d.tenant_id = s.tenant_id and d.id = s.discount_id
    returning d.subscription_id`.execute(db)
  return rows.map((row) => row.subscription_id)
}
