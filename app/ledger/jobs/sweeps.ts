import app from '@adonisjs/core/services/app'
import type { Sweep } from '#app/shared/jobs/sweep'
import { FetchExchangeRates } from '#app/ledger/actions/fetch_exchange_rates'
import { SumUpDays } from '#app/ledger/actions/sum_up_days'

/** What the ledger does by the day. */
export const ledgerSweeps: Sweep[] = [
  {
    name: 'fetch_exchange_rates',
    everyMs: 60_000,
    run: async () => (await app.container.make(FetchExchangeRates)).execute(),
  },
  {
    name: 'sum_up_days',
    everyMs: 300_000,
    run: async () => (await app.container.make(SumUpDays)).execute(),
  },
]
