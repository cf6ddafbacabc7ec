import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { Subscriptions } from '#app/shared/database/schema'
import type { Interval } from '#app/shared/time/calendar'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

export type SubscriptionRow = Selectable<Subscriptions>

export function toSubscription(row: SubscriptionRow): Subscription {
  return {
    id: row.id,
    customerId: row.customer_id,
    orderLineId: row.order_line_id,
    planId: row.plan_id,
    status: row.status as SubscriptionStatus,
    currency: row.currency,
    interval: { unit: row.interval_unit as Interval['unit'], count: row.interval_count },
    // Before the first period begins there is no anchor; nothing is computed from it until then.
    anchorDay: row.anchor_day ?? 1,
    startedOn: row.started_on,
    trialEndsOn: row.trial_ends_on,
    currentPeriodStartsOn: row.current_period_starts_on,
    renewsOn: row.renews_on,
    invoiceOn: row.invoice_on,
    recurringAmount: row.recurring_amount,
    paymentMethodId: row.payment_method_id,
    cancelAtPeriodEnd: row.cancel_at_period_end,
    cancelReason: row.cancel_reason,
    endsOn: row.ends_on,
    pastDueSince: row.past_due_since,
    suspendedAt: row.suspended_at,
    cancelledAt: row.cancelled_at,
    createdAt: row.created_at,
  }
}

export async function lockSubscription(id: string): Promise<Subscription | null> {
  const row = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toSubscription(row) : null
}

/** Locks some subscriptions in one order, so that two writers never wait for each other in a circle. */
export async function lockSubscriptions(ids: string[]): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toSubscription)
}

/** The subscriptions that an invoice asks money for, locked in one order. */
export async function lockSubscriptionsOfInvoice(invoiceId: string): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', 'in', (query) =>
      query
        .selectFrom('invoice_lines')
        .select('subscription_id')
        .where('invoice_id', '=', invoiceId)
        .where('subscription_id', 'is not', null)
        .$narrowType<{ subscription_id: string }>()
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toSubscription)
}

export async function listEndedSubscriptions(today: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .select('id')
    .where('ends_on', '<=', today)
    .where('cancelled_at', 'is', null)
    .orderBy('ends_on')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export interface SubscriptionChanges {
  status?: SubscriptionStatus
  startedOn?: string
  trialEndsOn?: string
  anchorDay?: number
  currentPeriodStartsOn?: string | null
  renewsOn?: string
  invoiceOn?: string | null
  cancelAtPeriodEnd?: boolean
  cancelReason?: string | null
  endsOn?: string | null
  pastDueSince?: string | null
  suspendedAt?: Date | null
  cancelledAt?: Date
  invoiceFailure?: string | null
  invoiceRetryAt?: Date | null
  paymentMethodId?: string | null
}

export async function updateSubscription(id: string, changes: SubscriptionChanges): Promise<void> {
  tell(
    db
      .updateTable('subscriptions')
      .set({
        status: changes.status,
        started_on: changes.startedOn,
        trial_ends_on: changes.trialEndsOn,
        anchor_day: changes.anchorDay,
        current_period_starts_on: changes.currentPeriodStartsOn,
        renews_on: changes.renewsOn,
        invoice_on: changes.invoiceOn,
        cancel_at_period_end: changes.cancelAtPeriodEnd,
        cancel_reason: changes.cancelReason,
        ends_on: changes.endsOn,
        past_due_since: changes.pastDueSince,
        suspended_at: changes.suspendedAt,
        cancelled_at: changes.cancelledAt,
        invoice_failure: changes.invoiceFailure,
        invoice_retry_at: changes.invoiceRetryAt,
        payment_method_id: changes.paymentMethodId,
      })
      .where('id', '=', id)
      .compile()
  )
}

/** A method that is kept no longer is nobody's choice any more. */
export async function forgetChosenMethod(paymentMethodId: string): Promise<void> {
  await db
    .updateTable('subscriptions')
    .set({ payment_method_id: null })
    .where('payment_method_id', '=', paymentMethodId)
    .execute()
}

/** The subscriptions of a customer that have begun and not ended. */
export async function listGoingOn(customerId: string): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('status', 'in', ['trialing', 'active', 'past_due', 'suspended'])
    .orderBy('id')
    .execute()
  return rows.map(toSubscription)
}
