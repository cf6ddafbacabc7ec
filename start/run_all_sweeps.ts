import { currentTenant } from '#app/shared/database/context'
import { findTenant } from '#app/shared/database/tenant_directory'
import { runSweepNow } from '#app/shared/jobs/run_sweep'
import { sweeps } from '#start/sweeps'

/** Looks once for everything that is due for the current tenant, by its clock as it stands now (it may just have been moved). */
export async function runAllSweeps(): Promise<void> {
  const tenant = await findTenant(currentTenant().id)
  if (!tenant) return
  for (const sweep of sweeps) await runSweepNow(tenant, sweep)
}
