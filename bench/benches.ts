/** Every measurement, in the order in which they run. */
import type { Bench } from './support/report.js'

export const benches: Bench[] = [
  {
    name: 'billing_run',
    run: async () => (await import('./billing_run.js')).measureBillingRun({ subscriptionCount: 10_000 }),
  },
]
