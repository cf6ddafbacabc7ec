import app from '@adonisjs/core/services/app'
import type { Sweep } from '#app/shared/jobs/sweep'
import { MatchFreshMovements } from '#app/banking/actions/match_fresh_movements'

/** What banking looks for: movements whose job was lost. */
export const bankingSweeps: Sweep[] = [
  {
    name: 'match_bank_movements',
    everyMs: 60_000,
    run: async () => (await app.container.make(MatchFreshMovements)).execute(),
  },
]
