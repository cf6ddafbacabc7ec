import { inject } from '@adonisjs/core'
import { needOf, rulesOf } from '#app/catalogue/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import type { PanelCapacity } from '#app/provisioning/domain/capacity'
import { findPlanFault, type PlanFault } from '#app/provisioning/domain/plan_fit'
import type { PanelFailure, PanelOffers, ServerSizes } from '#app/provisioning/drivers/contract'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { listPlansOfDriver } from '#app/provisioning/queries/list_plans_of_driver'
import type { PlanSizes } from '#app/provisioning/queries/read_plan'
import { findPanel } from '#app/provisioning/records/panels'

export interface PanelOfferReport {
  offers: PanelOffers
  /** What its machines can still take; null where the panel does not say. */
  room: PanelCapacity | null
  /** Every plan that is made on panels of this kind, with what stands against making it here. */
  plans: { id: string; name: string; package: string | null; fault: PlanFault | null }[]
}

export type PanelOffersError = { type: 'panel_not_found' } | { type: 'panel_failed'; failure: PanelFailure }

/** What can be sold on a panel, as it says itself, and whether our plans would find what they want there. Nothing is made. */
@inject()
export class ReadPanelOffers {
  constructor(private connections: PanelConnections) {}

  async execute(panelId: string): Promise<Result<PanelOfferReport, PanelOffersError>> {
    const panel = await inReadTransaction(() => findPanel(panelId))
    if (!panel) return err({ type: 'panel_not_found' })
    const opened = this.connections.open(panel, { kind: 'panel', id: panelId })
    const offers = await opened.listOffers()
    if (!offers.ok) return err({ type: 'panel_failed', failure: offers.error })
    const room = (await opened.capacity?.readCapacity([])) ?? null
    if (room && !room.ok) return err({ type: 'panel_failed', failure: room.error })
    const plans = await inReadTransaction(() => listPlansOfDriver(panel.driver))
    return ok({
      offers: offers.value,
      room: room ? room.value : null,
      plans: plans.map((plan) => fit(plan, offers.value)),
    })
  }
}

function fit(plan: PlanSizes, offers: PanelOffers) {
  const wanted = rulesOf(plan.productKind).plain(plan as never)
  const wish = {
    package: wanted.package,
    stockKey: needOf(wanted as never).stockKey ?? null,
    sizes: plan.spec as ServerSizes,
  }
  const hasPackages = wish.stockKey === null && offers.packages.length > 0
  return {
    id: plan.id,
    name: plan.name,
    package: hasPackages ? wish.package : null,
    fault: findPlanFault(wish, offers),
  }
}
