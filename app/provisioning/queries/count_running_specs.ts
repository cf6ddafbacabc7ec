import { db } from '#app/shared/database/db'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

/** What runs on a panel, alike ones counted together. Within the caller's transaction. */
export async function countRunningSpecs(panelId: string): Promise<{ spec: ServiceSpec; count: number }[]> {
  const rows = await db
    .selectFrom('services')
    .select((eb) => ['spec', eb.fn.countAll<string>().as('count')])
    .where('panel_id', '=', panelId)
    .where('status', 'in', ['active', 'suspended', 'terminating'])
    .groupBy('spec')
    .execute()
  return rows.map(({ spec, count }) => ({ spec: spec as unknown as ServiceSpec, count: Number(count) }))
}
