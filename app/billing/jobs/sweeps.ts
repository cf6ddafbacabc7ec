import app from '@adonisjs/core/services/app'
import type { Sweep } from '#app/shared/jobs/sweep'
import { AddLateFees } from '#app/billing/actions/add_late_fees'
import { AnnounceEndingExemptions } from '#app/billing/actions/announce_ending_exemptions'
import { CheckDueTaxIds } from '#app/billing/actions/check_due_tax_ids'
import { PayOutReferrals } from '#app/billing/actions/pay_out_referrals'
import { CollectDueInvoices } from '#app/billing/actions/collect_due_invoices'
import { TopUpAutomatically } from '#app/billing/actions/top_up_automatically'
import { RecogniseRevenue } from '#app/billing/actions/recognise_revenue'

/** What billing looks for by due date. */
export const billingSweeps: Sweep[] = [
  {
    name: 'collect_due_invoices',
    everyMs: 30_000,
    run: async () => (await app.container.make(CollectDueInvoices)).execute(),
  },
  {
    name: 'add_late_fees',
    everyMs: 120_000,
    run: async () => (await app.container.make(AddLateFees)).execute(),
  },
  {
    name: 'check_tax_ids',
    everyMs: 60_000,
    run: async () => (await app.container.make(CheckDueTaxIds)).execute(),
  },
  {
    name: 'announce_ending_exemptions',
    everyMs: 120_000,
    run: async () => (await app.container.make(AnnounceEndingExemptions)).execute(),
  },
  {
    name: 'top_up_balances',
    everyMs: 60_000,
    run: async () => (await app.container.make(TopUpAutomatically)).executeForAll(),
  },
  {
    name: 'recognise_revenue',
    everyMs: 120_000,
    run: async () => (await app.container.make(RecogniseRevenue)).execute(),
  },
  {
    name: 'pay_out_referrals',
    everyMs: 60_000,
    run: async () => (await app.container.make(PayOutReferrals)).execute(),
  },
]
