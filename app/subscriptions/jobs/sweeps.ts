import app from '@adonisjs/core/services/app'
import type { Sweep } from '#app/shared/jobs/sweep'
import { AdvanceScheduledChanges } from '#app/subscriptions/actions/advance_scheduled_changes'
import { ApplyPriceMoves } from '#app/subscriptions/actions/apply_price_moves'
import { EndCancelledSubscriptions } from '#app/subscriptions/actions/end_cancelled_subscriptions'
import { FollowOverdue } from '#app/subscriptions/actions/follow_overdue'
import { FollowTrials } from '#app/subscriptions/actions/follow_trials'
import { LapseUnpaidChanges } from '#app/subscriptions/actions/lapse_unpaid_changes'
import { MarkPastDue } from '#app/subscriptions/actions/mark_past_due'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { SendOverdueNotices } from '#app/subscriptions/actions/send_overdue_notices'
import { SendTrialNotices } from '#app/subscriptions/actions/send_trial_notices'

/**
 * What subscriptions look for by due date. After days that were missed the order of this list matters: what ends and what is
 * behind is known before anything new is invoiced.
 */
export const subscriptionSweeps: Sweep[] = [
  {
    name: 'end_cancelled_subscriptions',
    everyMs: 60_000,
    run: async () => (await app.container.make(EndCancelledSubscriptions)).execute(),
  },
  {
    name: 'lapse_unpaid_changes',
    everyMs: 60_000,
    run: async () => (await app.container.make(LapseUnpaidChanges)).execute(),
  },
  {
    name: 'advance_scheduled_changes',
    everyMs: 60_000,
    run: async () => (await app.container.make(AdvanceScheduledChanges)).execute(),
  },
  {
    name: 'mark_past_due',
    everyMs: 60_000,
    run: async () => (await app.container.make(MarkPastDue)).execute(),
  },
  {
    name: 'apply_price_moves',
    everyMs: 60_000,
    run: async () => (await app.container.make(ApplyPriceMoves)).execute(),
  },
  {
    name: 'end_overtaken_price_moves',
    everyMs: 3_600_000,
    run: async () => (await app.container.make(ApplyPriceMoves)).endOvertaken(),
  },
  {
    name: 'raise_renewal_invoices',
    everyMs: 60_000,
    run: async () => (await app.container.make(RaiseRenewalInvoices)).execute(),
  },
]

/** These follow collection, so that what has not been tried is tried first. */
export const overdueSweeps: Sweep[] = [
  {
    name: 'send_trial_notices',
    everyMs: 60_000,
    run: async () => (await app.container.make(SendTrialNotices)).execute(),
  },
  {
    name: 'follow_trials',
    everyMs: 60_000,
    run: async () => (await app.container.make(FollowTrials)).execute(),
  },
  {
    name: 'send_overdue_notices',
    everyMs: 60_000,
    run: async () => (await app.container.make(SendOverdueNotices)).execute(),
  },
  {
    name: 'suspend_overdue',
    everyMs: 60_000,
    run: async () => (await app.container.make(FollowOverdue)).execute('suspend'),
  },
  {
    name: 'terminate_overdue',
    everyMs: 60_000,
    run: async () => (await app.container.make(FollowOverdue)).execute('terminate'),
  },
]
