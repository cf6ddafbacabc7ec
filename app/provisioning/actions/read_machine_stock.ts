import { inject } from '@adonisjs/core'
import { listedProducts, loadCatalogue, needOf, type Plan, type Product, rulesOf } from '#app/catalogue/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { fitsTogether, type Need, openEnded, type PanelCapacity } from '#app/provisioning/domain/capacity'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { promisedNeeds } from '#app/provisioning/queries/promised_needs'
import { listPanels, type PanelRow } from '#app/provisioning/records/panels'

/** Whether one plan can be had at one place now. */
export interface PlaceStock {
  planId: string
  /** Code of the panel, as a choice of the catalogue names a location, and how people know the place. */
  location: string
  place: string
  /** Choices of the catalogue that stand for this place. */
  valueIds: string[]
  /** Whole machines that stand free; null where none are counted, or while the panel cannot be asked. */
  free: number | null
  /** Whether there is room for one more; null while the panel cannot be asked. */
  isAvailable: boolean | null
}

const keptMs = 30_000
const keptMax = 1000
const kept = new Map<string, { readAt: number; stock: Promise<PlaceStock[]> }>()

/**
 * Where each plan of a product can be had, asked of the panels themselves, less what is promised already; of whole machines also how many stand
 * free. The same rule that places an order. Kept for half a minute: anybody may ask, and panels are not asked more often for it.
 */
@inject()
export class ReadMachineStock {
  constructor(private connections: PanelConnections) {}

  async execute(productId: string): Promise<Result<PlaceStock[], { type: 'product_not_found' }>> {
    const product = listedProducts(await loadCatalogue()).find(({ id }) => id === productId)
    if (!product) return err({ type: 'product_not_found' })
    const key = `${currentTenant().id} ${productId}`
    const known = kept.get(key)
    if (known && performance.now() - known.readAt < keptMs) return ok(await known.stock)
    if (kept.size >= keptMax) kept.clear()
    const stock = this.read(product)
    kept.set(key, { readAt: performance.now(), stock })
    stock.catch(() => kept.delete(key))
    return ok(await stock)
  }

  private async read(product: Product): Promise<PlaceStock[]> {
    const panels = await inReadTransaction(listPanels)
    const open = panels.filter(
      ({ status, driver }) => status === 'active' && product.plans.some((plan) => plan.panelDriver === driver)
    )
    return (await Promise.all(open.map((panel) => this.readPanel(panel, product)))).flat()
  }

  private async readPanel(panel: PanelRow, product: Product): Promise<PlaceStock[]> {
    const own = product.plans
      .filter(({ panelDriver }) => panelDriver === panel.driver)
      .map((plan) => ({ planId: plan.id, spec: specOf(product.kind, plan) }))
    const { capacity } = this.connections.openFor(panel, { kind: 'panel', id: panel.id })
    const read = capacity ? await capacity.readCapacity(own.map(({ spec }) => spec)) : ok(openEnded)
    const promised = await inReadTransaction(() => promisedNeeds(panel.id))
    const place = { location: panel.code, place: panel.location, valueIds: valuesAt(product, panel.code) }
    return own.map(({ planId, spec }) => {
      if (!read.ok) return { ...place, planId, free: null, isAvailable: null }
      const need = needOf(spec)
      const free = need.stockKey ? freeOf(need.stockKey, read.value, promised) : null
      const isAvailable = free === null ? fitsTogether(read.value, promised, [need]) : free > 0
      return { ...place, planId, free, isAvailable }
    })
  }
}

function freeOf(stockKey: string, { stock }: PanelCapacity, promised: Need[]): number {
  const taken = promised.filter((other) => other.stockKey === stockKey).length
  return Math.max(0, (stock?.[stockKey] ?? 0) - taken)
}

/** Ids of the choices that put a server on a panel. */
function valuesAt({ options }: Product, code: string): string[] {
  return options.flatMap(({ values }) => values.filter(({ spec }) => spec.panel === code).map(({ id }) => id))
}

/** The plan with nothing chosen: what it takes from the shelf. */
function specOf(kind: string, { spec, name, panelPackage }: Plan): ServiceSpec {
  return rulesOf(kind).plain({ spec, name, panelPackage } as never) as ServiceSpec
}
