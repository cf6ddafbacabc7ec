import { type ConfiguredItem, needOf } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import { growthOf, isNothing, type Need } from '#app/provisioning/domain/capacity'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { listHeldSpecs } from '#app/provisioning/records/capacity_holds'
import { listSpecsUnderConstruction } from '#app/provisioning/records/services'
import { promisedChangeStatuses } from '#app/subscriptions/index'

/** What is promised on a panel and may not show in its own figures yet. Within the caller's transaction. */
export async function promisedNeeds(panelId: string): Promise<Need[]> {
  const specs = [...(await listHeldSpecs(panelId)), ...(await listSpecsUnderConstruction(panelId))]
  return [...specs.map(needOf), ...(await listGrowth(panelId))]
}

/** What servers are about to need more, because their subscriptions are changing. */
async function listGrowth(panelId: string): Promise<Need[]> {
  const rows = await db
    .selectFrom('subscription_changes as change')
    .innerJoin('services as service', (join) =>
      join
        .onRef('service.subscription_id', '=', 'change.subscription_id')
        .onRef('service.tenant_id', '=', 'change.tenant_id')
    )
    .select(['service.spec', 'change.content'])
    .where('change.finished_at', 'is', null)
    .where('change.status', 'in', promisedChangeStatuses)
    .where('service.panel_id', '=', panelId)
    .where('service.status', 'not in', ['terminated', 'failed'])
    .execute()
  return rows
    .map(({ spec, content }) => {
      const wanted = content as unknown as ConfiguredItem
      return growthOf(needOf(spec as unknown as ServiceSpec), needOf(wanted.spec))
    })
    .filter((growth) => !isNothing(growth))
}
