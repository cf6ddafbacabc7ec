import { inject } from '@adonisjs/core'
import { listedProducts, loadCatalogue, needOf, type Plan, rulesOf } from '#app/catalogue/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { promisedSpecs } from '#app/provisioning/queries/promised_specs'
import { listPanels, type PanelRow } from '#app/provisioning/records/panels'

/** Machines of one plan that stand free at one place now. */
export interface MachineStock {
  planId: string
  /** Code of the panel, as a choice of the catalogue names a location, and how people know the place. */
  location: string
  place: string
  /** Null while its panel cannot be asked. */
  free: number | null
}

const keptMs = 30_000
const kept = new Map<string, { readAt: number; stock: Promise<MachineStock[]> }>()

/**
 * How many machines of each plan of a product stand free, asked of the panels themselves, less what is promised already. Kept for half a
 * minute: anybody may ask, and panels are not asked more often for it. Products that are not whole machines have no stock.
 */
@inject()
export class ReadMachineStock {
  constructor(private connections: PanelConnections) {}

  async execute(productId: string): Promise<Result<MachineStock[], { type: 'product_not_found' }>> {
    const product = listedProducts(await loadCatalogue()).find(({ id }) => id === productId)
    if (!product) return err({ type: 'product_not_found' })
    if (product.kind !== 'dedicated') return ok([])
    const key = `${currentTenant().id} ${productId}`
    const known = kept.get(key)
    if (known && performance.now() - known.readAt < keptMs) return ok(await known.stock)
    if (kept.size > 1000) kept.clear()
    const stock = this.read(product.plans)
    kept.set(key, { readAt: performance.now(), stock })
    stock.catch(() => kept.delete(key))
    return ok(await stock)
  }

  private async read(plans: readonly Plan[]): Promise<MachineStock[]> {
    const panels = await inReadTransaction(listPanels)
    const open = panels.filter(
      ({ status, driver }) => status === 'active' && plans.some((plan) => plan.panelDriver === driver)
    )
    return (await Promise.all(open.map((panel) => this.readPanel(panel, plans)))).flat()
  }

  private async readPanel(panel: PanelRow, plans: readonly Plan[]): Promise<MachineStock[]> {
    const own = plans
      .filter(({ panelDriver }) => panelDriver === panel.driver)
      .map((plan) => ({ planId: plan.id, spec: specOf(plan) }))
    const { capacity } = this.connections.open(panel, { kind: 'panel', id: panel.id })
    const read = capacity ? await capacity.readCapacity(own.map(({ spec }) => spec)) : null
    const promised = await inReadTransaction(() => promisedSpecs(panel.id))
    return own.map(({ planId, spec }) => {
      const { stockKey } = needOf(spec)
      const taken = promised.filter((other) => needOf(other).stockKey === stockKey).length
      const free = read?.ok && stockKey ? Math.max(0, (read.value.stock?.[stockKey] ?? 0) - taken) : null
      return { planId, location: panel.code, place: panel.location, free }
    })
  }
}

/** The plan with nothing chosen: what it takes from the shelf. */
function specOf({ spec, name, panelPackage }: Plan): ServiceSpec {
  return rulesOf('dedicated').plain({ spec, name, panelPackage } as never) as ServiceSpec
}
