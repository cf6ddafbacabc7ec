import { inject } from '@adonisjs/core'
import { needOf, rulesOf } from '#app/catalogue/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { countFitting, type Machine, type Need, type PanelCapacity } from '#app/provisioning/domain/capacity'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import type { PanelFailure } from '#app/provisioning/drivers/contract'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { countRunningSpecs } from '#app/provisioning/queries/count_running_specs'
import { listPlansOfDriver } from '#app/provisioning/queries/list_plans_of_driver'
import { promisedNeeds } from '#app/provisioning/queries/promised_needs'
import type { PlanSizes } from '#app/provisioning/queries/read_plan'
import { findPanel } from '#app/provisioning/records/panels'

/** How many more of a plan there is room for, and of whole machines how many of ours run there. */
export interface PlanRoom {
  planId: string
  name: string
  /** Null: nothing limits it. */
  free: number | null
  /** Only of whole machines, which are counted by pieces. */
  taken: number | null
}

export interface PanelRoom {
  /** Empty where a panel says nothing of its machines. */
  machines: Machine[]
  freeAddresses: number | null
  /** What is held for orders or being made, and may not show in the figures of the panel yet. */
  promisedCount: number
  /** Empty where a panel says nothing of its room. */
  plans: PlanRoom[]
}

export type PanelRoomError = { type: 'panel_not_found' } | { type: 'panel_failed'; failure: PanelFailure }

/** So many of one plan are counted, and then it says "at least". */
export const fittingMax = 999

/** What the machines of a panel can still take, read from it now, and how many more of each plan that is. */
@inject()
export class ReadPanelRoom {
  constructor(private connections: PanelConnections) {}

  async execute(panelId: string): Promise<Result<PanelRoom, PanelRoomError>> {
    const known = await inReadTransaction(async () => {
      const panel = await findPanel(panelId)
      if (!panel) return null
      return { panel, promised: await promisedNeeds(panelId), plans: await listPlansOfDriver(panel.driver) }
    })
    if (!known) return err({ type: 'panel_not_found' })
    const { panel, promised } = known
    const promisedCount = promised.filter(({ isGrowth }) => !isGrowth).length
    const plans = known.plans.map((plan) => ({ plan, spec: specOf(plan) }))
    const { capacity } = this.connections.open(panel, { kind: 'panel', id: panelId })
    if (!capacity) return ok({ machines: [], freeAddresses: null, promisedCount, plans: [] })
    const read = await capacity.readCapacity(plans.map(({ spec }) => spec))
    if (!read.ok) return err({ type: 'panel_failed', failure: read.error })
    const running = read.value.stock ? await inReadTransaction(() => countRunningSpecs(panelId)) : []
    return ok({
      machines: read.value.machines,
      freeAddresses: read.value.ipv4,
      promisedCount,
      plans: plans.map(({ plan, spec }) =>
        roomFor(plan, { need: needOf(spec), capacity: read.value, promised, running })
      ),
    })
  }
}

interface Standing {
  need: Need
  capacity: PanelCapacity
  promised: Need[]
  running: { spec: ServiceSpec; count: number }[]
}

function roomFor({ id, name }: PlanSizes, { need, capacity, promised, running }: Standing): PlanRoom {
  const { stockKey } = need
  const alike = running.filter(({ spec }) => needOf(spec).stockKey === stockKey)
  return {
    planId: id,
    name,
    free: countFitting(capacity, promised, { need, max: fittingMax }),
    taken: stockKey ? alike.reduce((sum, { count }) => sum + count, 0) : null,
  }
}

/** The plan with nothing chosen. */
function specOf(plan: PlanSizes): ServiceSpec {
  return rulesOf(plan.productKind).plain(plan as never) as ServiceSpec
}
