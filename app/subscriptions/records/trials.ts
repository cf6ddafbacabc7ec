import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { Trials } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { TrialStatus } from '#app/subscriptions/domain/trial'

export interface Trial {
  id: string
  customerId: string
  orderId: string
  planId: string
  days: number
  needsMethod: boolean
  status: TrialStatus
  /** As addresses are compared. */
  email: string
  paymentMethodId: string | null
  fingerprint: string | null
  subscriptionId: string | null
  startsOn: CalendarDate | null
  endsOn: CalendarDate | null
  currency: string
  /** The first paid period with tax, as it was quoted; minor units. */
  firstTotal: bigint
  endReason: string | null
  createdAt: Date
  closedAt: Date | null
}

/** Notes a trial. @returns false when its customer or address had one: the database lets one through */
export async function insertTrial(trial: Trial): Promise<boolean> {
  const result = await db
    .insertInto('trials')
    .values({
      id: trial.id,
      customer_id: trial.customerId,
      order_id: trial.orderId,
      plan_id: trial.planId,
      days: trial.days,
      needs_method: trial.needsMethod,
      email: trial.email,
      currency: trial.currency,
      first_total: trial.firstTotal,
      created_at: trial.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function findTrialOfOrder(orderId: string): Promise<Trial | null> {
  const row = await db.selectFrom('trials').selectAll().where('order_id', '=', orderId).executeTakeFirst()
  return row ? toTrial(row) : null
}

export async function lockTrialOfOrder(orderId: string): Promise<Trial | null> {
  const row = await db
    .selectFrom('trials')
    .selectAll()
    .where('order_id', '=', orderId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toTrial(row) : null
}

export async function lockTrial(id: string): Promise<Trial | null> {
  const row = await db
    .selectFrom('trials')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toTrial(row) : null
}

export interface TrialChanges {
  status?: TrialStatus
  paymentMethodId?: string
  fingerprint?: string | null
  subscriptionId?: string
  startsOn?: CalendarDate
  endsOn?: CalendarDate
  endReason?: string
  closedAt?: Date
}

export async function updateTrial(id: string, changes: TrialChanges): Promise<void> {
  await db
    .updateTable('trials')
    .set({
      status: changes.status,
      payment_method_id: changes.paymentMethodId,
      fingerprint: changes.fingerprint,
      subscription_id: changes.subscriptionId,
      starts_on: changes.startsOn,
      ends_on: changes.endsOn,
      end_reason: changes.endReason,
      closed_at: changes.closedAt,
    })
    .where('id', '=', id)
    .execute()
}

/** Whether a trial was had by this customer, this address, or with a card that the customer ever saved. */
export async function hasHadTrial(customerId: string, email: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from trials
     where status <> 'given_back'
       and (customer_id = ${customerId} or email = ${email}
         or fingerprint in (select fingerprint from payment_methods where customer_id = ${customerId} and fingerprint is not null))
     limit 1`.execute(db)
  return rows.length > 0
}

/**
 * Whether another trial was begun with a card. Whoever asks about the same card at this moment waits for the transaction to end.
 */
export async function isCardOfOtherTrial(fingerprint: string, trialId: string): Promise<boolean> {
  takeTurn(`trial_card:${fingerprint}`)
  const { rows } = await sql`
    select 1 from trials
     where fingerprint = ${fingerprint} and status <> 'given_back' and id <> ${trialId} limit 1`.execute(db)
  return rows.length > 0
} // prettier-ignore

/** The order of a customer that waits for a method to begin its trial. */
export async function findWaitingTrial(customerId: string): Promise<Trial | null> {
  const row = await db
    .selectFrom('trials')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('status', '=', 'claimed')
    .where('needs_method', '=', true)
    .where('payment_method_id', 'is', null)
    .executeTakeFirst()
  return row ? toTrial(row) : null
}

export function toTrial(row: Selectable<Trials>): Trial {
  return {
    id: row.id,
    customerId: row.customer_id,
    orderId: row.order_id,
    planId: row.plan_id,
    days: row.days,
    needsMethod: row.needs_method,
    status: row.status as TrialStatus,
    email: row.email,
    paymentMethodId: row.payment_method_id,
    fingerprint: row.fingerprint,
    subscriptionId: row.subscription_id,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    currency: row.currency,
    firstTotal: row.first_total,
    endReason: row.end_reason,
    createdAt: row.created_at,
    closedAt: row.closed_at,
  }
}

/** Takes out by what the person was known who tried something, and how their servers were called; that it was tried, and when, stays. */
export async function eraseOfCustomer(customerId: string): Promise<void> {
  await db
    .updateTable('trials')
    .set({ email: sql<string>`'erased-' || id || '@erased.invalid'`, fingerprint: null })
    .where('customer_id', '=', customerId)
    .execute()
  const nameless = sql`content - 'sshKeys' || '{"hostname": "erased.invalid"}'`
  await sql`update subscriptions set content = ${nameless} where customer_id = ${customerId} and content is not null`.execute(
    db
  )
  await sql`update subscription_changes set content = ${nameless} where customer_id = ${customerId}`.execute(
    db
  )
}
