import app from '@adonisjs/core/services/app'
import type { Sweep } from '#app/shared/jobs/sweep'
import { clearOldFacts } from '#app/reporting/actions/clear_old_facts'
import { SealAuditLog } from '#app/reporting/actions/seal_audit_log'
import { ShipAuditLog } from '#app/reporting/actions/ship_audit_log'

/** The log is sealed a minute behind, and what the tenant no longer keeps is cleared away. */
export const reportingSweeps: Sweep[] = [
  {
    name: 'seal_audit_log',
    everyMs: 60_000,
    run: async () => (await app.container.make(SealAuditLog)).execute(),
  },
  {
    name: 'ship_audit_log',
    everyMs: 30_000,
    run: async () => (await app.container.make(ShipAuditLog)).execute(),
  },
  { name: 'clear_old_facts', everyMs: 3_600_000, run: clearOldFacts },
]
