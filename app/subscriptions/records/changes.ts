import { type Selectable, sql } from 'kysely'
import type { ConfiguredItem } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import type { SubscriptionChanges } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { Standing } from '#app/subscriptions/domain/standing'
import type { ChangeStatus, SubscriptionChange } from '#app/subscriptions/domain/subscription_change'

type ChangeRow = Selectable<SubscriptionChanges>

/** What a subscription is for: as its last change left it, or as it was ordered. Null for one that nothing stands behind. */
export async function findContent(subscriptionId: string): Promise<ConfiguredItem | null> {
  const { rows } = await sql<{ content: ConfiguredItem | null }>`
    select coalesce(
             (select c.content from subscription_changes c
               where c.tenant_id = s.tenant_id and c.subscription_id = s.id and c.applied_at is not null and c.status <> 'reverted'
               order by c.applied_at desc, c.id desc limit 1),
             (select l.content from order_lines l where l.tenant_id = s.tenant_id and l.id = s.order_line_id),
             s.content) as content
      from subscriptions s where s.id = ${subscriptionId}`.execute(db)
  return rows[0]?.content ?? null
}

/** @returns false when a change of the subscription is under way already */
export async function insertChange(change: SubscriptionChange): Promise<boolean> {
  const row = await db
    .insertInto('subscription_changes')
    .values({
      id: change.id,
      subscription_id: change.subscriptionId,
      customer_id: change.customerId,
      status: change.status,
      timing: change.timing,
      effective_on: change.effectiveOn,
      currency: change.currency,
      from_plan_id: change.fromPlanId,
      to_plan_id: change.toPlanId,
      from_amount: change.fromAmount,
      to_amount: change.toAmount,
      content: JSON.stringify(change.content),
      stood: JSON.stringify(change.stood),
      leads: JSON.stringify(change.leads),
      invoice_id: change.invoiceId,
      lapses_on: change.lapsesOn,
      requested_at: change.requestedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function findOpenChange(subscriptionId: string): Promise<SubscriptionChange | null> {
  const row = await db
    .selectFrom('subscription_changes')
    .selectAll()
    .where('subscription_id', '=', subscriptionId)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return row ? toChange(row) : null
}

/** What is scheduled for a renewal of some subscriptions, or was invoiced with one that has not begun. */
export async function listOpenChanges(subscriptionIds: string[]): Promise<SubscriptionChange[]> {
  const rows = await db
    .selectFrom('subscription_changes')
    .selectAll()
    .where('subscription_id', 'in', subscriptionIds)
    .where('status', 'in', ['scheduled', 'invoiced'])
    .orderBy('id')
    .execute()
  return rows.map(toChange)
}

/** Locks a change whose subscription the caller has locked. */
export async function lockChange(id: string): Promise<SubscriptionChange | null> {
  const row = await db
    .selectFrom('subscription_changes')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toChange(row) : null
}

/** The subscription of a change: it is locked before the change is. */
export async function findChangeOwner(id: string): Promise<string | null> {
  const row = await db
    .selectFrom('subscription_changes')
    .select('subscription_id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.subscription_id ?? null
}

export async function findOpenChangeOfInvoice(invoiceId: string): Promise<string | null> {
  const row = await db
    .selectFrom('subscription_changes')
    .select('id')
    .where('invoice_id', '=', invoiceId)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Unpaid changes whose time to pay is over. */
export async function listLapsing(today: CalendarDate, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription_changes')
    .select('id')
    .where('status', '=', 'awaiting_payment')
    .where('lapses_on', '<=', today)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Scheduled changes whose renewal is about to be invoiced: its terms are those of the change. */
export async function listToBeInvoiced(input: {
  today: CalendarDate
  id?: string
  limit: number
}): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from subscription_changes c
      join subscriptions s on s.tenant_id = c.tenant_id and s.id = c.subscription_id
     where c.status = 'scheduled' and c.finished_at is null and s.status in ('active', 'past_due')
       and not s.cancel_at_period_end and s.invoice_on <= ${input.today} and c.effective_on <= s.renews_on
       and ${input.id ? sql`c.id = ${input.id}` : sql`true`}
     order by c.id limit ${input.limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** Invoiced changes whose day has come. */
export async function listBeginning(today: CalendarDate, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription_changes')
    .select('id')
    .where('status', '=', 'invoiced')
    .where('effective_on', '<=', today)
    .where('finished_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export interface ChangeUpdate {
  status?: ChangeStatus
  effectiveOn?: CalendarDate
  leads?: Standing
  stood?: Standing
  appliedAt?: Date
  finishedAt?: Date
  finishReason?: string
}

export async function updateChange(id: string, update: ChangeUpdate): Promise<void> {
  await db
    .updateTable('subscription_changes')
    .set({
      status: update.status,
      effective_on: update.effectiveOn,
      leads: update.leads && JSON.stringify(update.leads),
      stood: update.stood && JSON.stringify(update.stood),
      applied_at: update.appliedAt,
      finished_at: update.finishedAt,
      finish_reason: update.finishReason,
    })
    .where('id', '=', id)
    .execute()
}

export function toChange(row: ChangeRow): SubscriptionChange {
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    customerId: row.customer_id,
    status: row.status as ChangeStatus,
    timing: row.timing as SubscriptionChange['timing'],
    effectiveOn: row.effective_on,
    currency: row.currency,
    fromPlanId: row.from_plan_id,
    toPlanId: row.to_plan_id,
    fromAmount: row.from_amount,
    toAmount: row.to_amount,
    content: row.content as unknown as ConfiguredItem,
    stood: row.stood as unknown as Standing,
    leads: row.leads as unknown as Standing,
    invoiceId: row.invoice_id,
    lapsesOn: row.lapses_on,
    requestedAt: row.requested_at,
    appliedAt: row.applied_at,
    finishedAt: row.finished_at,
    finishReason: row.finish_reason,
  }
}
