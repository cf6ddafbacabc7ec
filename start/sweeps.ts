/** What is looked for by due date, and how often. */
import { sweepDeliveries } from '#app/shared/events/deliver_reactions'
import type { Sweep } from '#app/shared/jobs/sweep'

export const sweeps: Sweep[] = [{ name: 'deliver_reactions', everyMs: 5_000, run: sweepDeliveries }]
