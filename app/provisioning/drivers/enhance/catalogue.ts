import { err, ok } from '#app/shared/result'
import type { PanelCapacity } from '#app/provisioning/domain/capacity'
import type { PanelOffers, PanelResult, ServerSizes } from '#app/provisioning/drivers/contract'
import type { EnhanceApi } from '#app/provisioning/drivers/enhance/api'
import type { EnhanceConfig } from '#app/provisioning/drivers/enhance/config'
import type { EnhanceGroup, EnhancePlan, EnhanceServer } from '#app/provisioning/drivers/enhance/shapes'

const bytesPerGigabyte = 1_000_000_000

/** What the panel offers, found by the names our catalogue uses. */
export class EnhanceCatalogue {
  constructor(
    private api: EnhanceApi,
    private config: EnhanceConfig
  ) {}

  listPlans(): PanelResult<EnhancePlan[]> {
    return this.api.list<EnhancePlan>(`/orgs/${this.api.master}/plans`)
  }

  /** Groups are listed whole, without pages. */
  async listGroups(): PanelResult<EnhanceGroup[]> {
    const groups = await this.api.call<{ items?: EnhanceGroup[] } | null>('GET', '/servers/groups')
    return groups.ok ? ok(groups.value?.items ?? []) : groups
  }

  async findPlan(name: string): PanelResult<EnhancePlan> {
    const plans = await this.listPlans()
    if (!plans.ok) return plans
    const found = plans.value.find((plan) => plan.name === name || String(plan.id) === name)
    return found
      ? ok(found)
      : err({ type: 'misconfigured', message: `The panel has no plan called "${name}".` })
  }

  /** The group that the settings name; null leaves the choice to the panel. */
  async findGroup(): PanelResult<EnhanceGroup | null> {
    const { group: wanted } = this.config
    if (!wanted) return ok(null)
    const groups = await this.listGroups()
    if (!groups.ok) return groups
    const found = groups.value.find(({ id, name }) => id === wanted || name === wanted)
    return found
      ? ok(found)
      : err({ type: 'misconfigured', message: `The panel has no group of servers called "${wanted}".` })
  }

  /** The panel counts no stock. There is room while a server of the group takes websites at all. */
  async readCapacity(): PanelResult<PanelCapacity> {
    const group = await this.findGroup()
    if (!group.ok) return group
    const servers = await this.api.list<EnhanceServer>('/servers')
    if (!servers.ok) return servers
    const open = servers.value.filter(
      (server) =>
        server.isConfigured &&
        !server.isDecommissioned &&
        (server.roles?.application ?? 'enabled') === 'enabled' &&
        (group.value === null || server.groupId === group.value.id)
    )
    const room = { servers: null, memoryMb: null, cpuCores: null, storageGb: null }
    return ok({
      machines: open.map(({ friendlyName: name }) => (name ? { ...room, name } : room)),
      ipv4: null,
    })
  }

  async listOffers(): PanelResult<PanelOffers> {
    const plans = await this.listPlans()
    if (!plans.ok) return plans
    const groups = await this.listGroups()
    if (!groups.ok) return groups
    return ok({
      packages: plans.value.map((plan) => ({
        reference: String(plan.id),
        name: plan.name,
        isOpen: plan.planType !== 'dedicated',
        sizes: sizesOf(plan.resources),
      })),
      locations: groups.value.map(({ id, name }) => ({ reference: id, name })),
      images: [],
      inventory: [],
    })
  }
}

/** In the units of the catalogue: disk and transfer are bytes over there. A traffic without a total is unlimited. */
export function sizesOf(resources: { name: string; total?: number }[]): ServerSizes {
  const total = (name: string) => resources.find((resource) => resource.name === name)?.total
  const [disk, transfer] = [total('diskspace'), total('transfer')]
  return {
    ...(disk === undefined ? {} : { storageGb: Math.round(disk / bytesPerGigabyte) }),
    trafficGb: transfer === undefined ? 0 : Math.round(transfer / bytesPerGigabyte),
  }
}
