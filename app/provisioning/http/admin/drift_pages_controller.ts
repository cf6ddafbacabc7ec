import type { HttpContext } from '@adonisjs/core/http'
import { listedProducts, loadCatalogue } from '#app/catalogue/index'
import { isAllowed } from '#app/shared/http/caller'
import { pageSizeMax } from '#app/shared/http/keyset'
import { renderPage } from '#app/shared/http/render_page'
import { filterId, showId } from '#app/shared/ids'
import { showDrift, showPanelDrift } from '#app/provisioning/http/transformers/drift_transformer'
import { listDriftsQuery } from '#app/provisioning/http/validators/drift_validators'
import { listDrifts, summariseDrifts } from '#app/provisioning/queries/list_drifts'
import { listPanelOverviews } from '#app/provisioning/queries/list_panel_overviews'

/** What stands on panels and is not as it is sold: how much it is worth, and what to do about it. */
export default class DriftPagesController {
  async index(ctx: HttpContext) {
    const { status = 'open', kind, panel, q, cursor } = await ctx.request.validateUsing(listDriftsQuery)
    const [panels, found] = [await listPanelOverviews(), await summariseDrifts()]
    const panelId = filterId('panel', panel) ?? undefined
    const filter = { status, kind, panelId, search: q }
    const page = await listDrifts({ ...filter, before: cursor ?? null, size: pageSizeMax })
    const mayAdopt = isAllowed(ctx.caller!, 'staff:billing:write')
    return renderPage(ctx, 'provisioning/admin/drift', {
      panels: panels.map((each) => showPanelDrift(each, found)),
      drifts: page.rows.map(showDrift),
      next_cursor: page.nextCursor,
      plans: mayAdopt ? await plansToAdopt() : [],
      may_repair: isAllowed(ctx.caller!, 'staff:operations:write'),
      may_adopt: mayAdopt,
    })
  }
}

/** Plans on sale with the intervals they are sold in, for the form that takes a server into billing. */
async function plansToAdopt() {
  return listedProducts(await loadCatalogue()).flatMap(({ name, plans }) =>
    plans.map((plan) => ({
      id: showId('plan', plan.id),
      name: `${name}: ${plan.name}`,
      driver: plan.panelDriver,
      package: String(plan.panelPackage.package ?? plan.name),
      prices: plan.prices.map(({ currency, interval }) => ({ currency, interval })),
    }))
  )
}
