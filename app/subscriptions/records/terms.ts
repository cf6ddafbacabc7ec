import { sql } from 'kysely'
import type { WrittenTiers } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import { amountOf, type Standing, type StandingItem } from '#app/subscriptions/domain/standing'

/** The recurring items of a subscription, as they were agreed to. */
export async function listStandingItems(subscriptionId: string): Promise<StandingItem[]> {
  const rows = await db
    .selectFrom('subscription_items')
    .select(['kind', 'price_id', 'description', 'quantity', 'unit_amount', 'tiers'])
    .where('subscription_id', '=', subscriptionId)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    kind: row.kind as StandingItem['kind'],
    priceId: row.price_id,
    description: row.description,
    quantity: row.quantity,
    unitAmount: row.unit_amount.toString(),
    ...(row.tiers ? { tiers: row.tiers as unknown as WrittenTiers } : {}),
  }))
}

/** Puts a subscription where a change leads it, or back to where it stood. */
export async function writeStanding(
  subscriptionId: string,
  standing: Standing,
  invoiceOn: CalendarDate | null
): Promise<void> {
  await db
    .updateTable('subscriptions')
    .set({
      plan_id: standing.planId,
      interval_unit: standing.interval.unit,
      interval_count: standing.interval.count,
      anchor_day: standing.anchorDay,
      current_period_starts_on: standing.currentPeriodStartsOn,
      renews_on: standing.renewsOn,
      invoice_on: invoiceOn,
      recurring_amount: amountOf(standing.items),
    })
    .where('id', '=', subscriptionId)
    .execute()
  await replaceItems(subscriptionId, standing.items)
}

async function replaceItems(subscriptionId: string, items: readonly StandingItem[]): Promise<void> {
  await db.deleteFrom('subscription_items').where('subscription_id', '=', subscriptionId).execute()
  if (items.length === 0) return
  await db
    .insertInto('subscription_items')
    .values(
      items.map((item, position) => ({
        subscription_id: subscriptionId,
        position,
        kind: item.kind,
        price_id: item.priceId,
        description: item.description,
        quantity: item.quantity,
        unit_amount: BigInt(item.unitAmount),
        tiers: item.tiers ? JSON.stringify(item.tiers) : null,
      }))
    )
    .execute()
}

interface PeriodsInChange {
  subscriptionId: string
  invoiceId: string
  today: CalendarDate
}

/** Notes that the lines of a change pay for what is left of the running period, and for those invoiced ahead. */
export async function payPeriodsBy({ subscriptionId, invoiceId, today }: PeriodsInChange): Promise<void> {
  await db
    .updateTable('subscription_periods')
    .set({ changed_by_invoice_id: invoiceId })
    .where('subscription_id', '=', subscriptionId)
    .where('period_ends_on', '>', today)
    .where('ended_early_on', 'is', null)
    .execute()
}

/** Ends what is invoiced from a day on, and begins another period there: no day is left out and none is in two periods. */
export async function restartPeriod(
  input: PeriodsInChange & { period: { startsOn: CalendarDate; endsOn: CalendarDate } }
): Promise<void> {
  const { subscriptionId, invoiceId, today, period } = input
  await sql`
    update subscription_periods set ended_early_on = greatest(period_starts_on, ${today}::date)
     where subscription_id = ${subscriptionId} and period_ends_on > ${today} and ended_early_on is null`.execute(
    db
  )
  await sql`
    insert into subscription_periods (subscription_id, period_starts_on, period_ends_on, invoice_id, invoice_line_position)
    select ${subscriptionId}, ${period.startsOn}, ${period.endsOn}, invoice_id, min(position)
      from invoice_lines
     where invoice_id = ${invoiceId} and subscription_id = ${subscriptionId} and kind in ('plan', 'option')
       and period_starts_on = ${period.startsOn}
     group by invoice_id`.execute(db)
}

/** Notes that lines of a change pay for the hours of the days before it; where none ran there are no such days. */
export async function payHoursBy({ subscriptionId, invoiceId, today }: PeriodsInChange): Promise<void> {
  await sql`
    insert into subscription_periods (subscription_id, period_starts_on, period_ends_on, invoice_id, invoice_line_position)
    select ${subscriptionId}, period_starts_on, period_ends_on, invoice_id, min(position)
      from invoice_lines
     where invoice_id = ${invoiceId} and subscription_id = ${subscriptionId} and kind in ('plan', 'option')
       and period_ends_on = ${today}
     group by period_starts_on, period_ends_on, invoice_id`.execute(db)
}

/** Leads the periods back to before a change: what it ended early goes on, and what it paid for is paid by what paid before. */
export async function takePeriodsBack(input: PeriodsInChange & { isRestart: boolean }): Promise<void> {
  const { subscriptionId, invoiceId, today, isRestart } = input
  if (isRestart) {
    await sql`delete from subscription_periods where subscription_id = ${subscriptionId} and invoice_id = ${invoiceId}`.execute(
      db
    )
    await sql`
      update subscription_periods set ended_early_on = null
       where subscription_id = ${subscriptionId} and period_ends_on > ${today}
         and ended_early_on = greatest(period_starts_on, ${today}::date)`.execute(db)
    return
  }
  await sql`
    update subscription_periods p
       set changed_by_invoice_id = (
             select c.invoice_id from subscription_changes c
              where c.tenant_id = p.tenant_id and c.subscription_id = p.subscription_id and c.status = 'done' and c.invoice_id <> ${invoiceId}
                and c.timing = 'now' and c.effective_on < p.period_ends_on and c.applied_at >= (
                  select i.issued_at from invoices i where i.tenant_id = p.tenant_id and i.id = p.invoice_id)
              order by c.applied_at desc, c.id desc limit 1)
     where p.subscription_id = ${subscriptionId} and p.changed_by_invoice_id = ${invoiceId}`.execute(db)
}
