import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { listHeldSpecs } from '#app/provisioning/records/capacity_holds'
import { listSpecsUnderConstruction } from '#app/provisioning/records/services'

/** What is promised on a panel and may not show in its own figures yet. Within the caller's transaction. */
export async function promisedSpecs(panelId: string): Promise<ServiceSpec[]> {
  return [...(await listHeldSpecs(panelId)), ...(await listSpecsUnderConstruction(panelId))]
}
