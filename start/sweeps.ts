/** What is looked for by due date, and how often. */
import { sweepDeliveries } from '#app/shared/events/deliver_reactions'
import { ledgerSweeps } from '#app/ledger/jobs/sweeps'
import { provisioningSweeps } from '#app/provisioning/jobs/sweeps'
import { billingSweeps } from '#app/billing/jobs/sweeps'
import { bankingSweeps } from '#app/banking/jobs/sweeps'
import { overdueSweeps, subscriptionSweeps } from '#app/subscriptions/jobs/sweeps'
import { SampleStatus } from '#app/status/actions/sample_status'
import { sweepDisputeDeadlines, sweepDisputes, sweepNewDisputes } from '#app/payments/jobs/sweep_disputes'
import {
  sweepMethodSetups,
  sweepExpiringMethods,
  sweepPayments,
  sweepRefunds,
  sweepWebhooks,
} from '#app/payments/jobs/sweep_payments'
import { sweepSettlements } from '#app/payments/jobs/sweep_settlements'
import { sweepDueMessages } from '#app/messaging/jobs/sweep_due_messages'
import { RotateOauthKeys } from '#app/identity/index'
import { reportingSweeps } from '#app/reporting/jobs/sweeps'
import { privacySweeps } from '#app/privacy/index'
import { clearOldRecords } from '#start/clear_old_records'
import app from '@adonisjs/core/services/app'
import { offerSweeps } from '#app/offers/jobs/sweeps'
import { CancelUnpaidOrders } from '#app/checkout/index'
import type { Sweep } from '#app/shared/jobs/sweep'

export const sweeps: Sweep[] = [
  { name: 'deliver_reactions', everyMs: 5_000, run: sweepDeliveries },
  ...subscriptionSweeps,
  ...billingSweeps,
  ...bankingSweeps,
  ...overdueSweeps,
  ...ledgerSweeps,
  { name: 'sample_status', everyMs: 60_000, run: () => new SampleStatus().execute() },
  ...provisioningSweeps,
  { name: 'check_payments', everyMs: 5_000, run: sweepPayments },
  { name: 'check_refunds', everyMs: 5_000, run: sweepRefunds },
  { name: 'check_disputes', everyMs: 60_000, run: sweepDisputes },
  { name: 'look_for_disputes', everyMs: 600_000, run: sweepNewDisputes },
  { name: 'announce_dispute_deadlines', everyMs: 600_000, run: sweepDisputeDeadlines },
  { name: 'announce_expiring_methods', everyMs: 3_600_000, run: sweepExpiringMethods },
  { name: 'check_method_setups', everyMs: 60_000, run: sweepMethodSetups },
  {
    name: 'cancel_unpaid_orders',
    everyMs: 60_000,
    run: async () => (await app.container.make(CancelUnpaidOrders)).execute(),
  },
  ...offerSweeps,
  { name: 'handle_webhooks', everyMs: 10_000, run: sweepWebhooks },
  { name: 'settle_gateways', everyMs: 300_000, run: sweepSettlements },
  { name: 'send_due_messages', everyMs: 30_000, run: sweepDueMessages },
  ...reportingSweeps,
  ...privacySweeps,
  {
    name: 'rotate_oauth_keys',
    everyMs: 3_600_000,
    run: async () => (await app.container.make(RotateOauthKeys)).execute(),
  },
  { name: 'clear_old_records', everyMs: 3_600_000, run: clearOldRecords },
]
