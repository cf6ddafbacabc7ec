import type { HttpContext } from '@adonisjs/core/http'
import { currentTenant } from '#app/shared/database/context'
import { isAllowed } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { sendCsv, toCsv } from '#app/shared/http/csv'
import { pageSizeMax } from '#app/shared/http/keyset'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { renderPage } from '#app/shared/http/render_page'
import { filterId, showId } from '#app/shared/ids'
import { money, toDecimal } from '#app/shared/money/money'
import {
  showCost,
  showPlanMargin,
  showServiceMargin,
  targetIdKinds,
} from '#app/provisioning/http/transformers/move_transformer'
import { marginPageQuery } from '#app/provisioning/http/validators/move_validators'
import { listCosts, listCostTargets } from '#app/provisioning/queries/list_costs'
import { listMargins, type ServiceMargin } from '#app/provisioning/queries/list_margins'
import { sumMarginsByPlan } from '#app/provisioning/queries/sum_margins'

const exportPagesMax = 2000

/** What services leave after their costs, and the costs themselves. */
export default class MarginPagesController {
  async index(ctx: HttpContext) {
    const query = await ctx.request.validateUsing(marginPageQuery)
    const [before, size] = [query.cursor ?? null, pageSize(query.limit)]
    const view = query.view ?? 'margins'
    const targets = (await listCostTargets()).map(({ kind, id, name }) => ({
      kind,
      id: showId(targetIdKinds[kind], id),
      name,
    }))
    return renderPage(ctx, 'provisioning/admin/margins', {
      view,
      margins:
        view === 'margins'
          ? toListAnswer(await listMargins({ ...readFilters(query), before, size }), showServiceMargin)
          : null,
      plans: view === 'plans' ? (await sumMarginsByPlan(readFilters(query))).map(showPlanMargin) : null,
      costs: view === 'costs' ? toListAnswer(await listCosts({ before, size }), showCost) : null,
      targets,
      currency: currentTenant().reportingCurrency,
      may_write: isAllowed(ctx.caller!, 'staff:billing:write'),
    })
  }

  /** All that the list shows, as a file. */
  async export(ctx: HttpContext) {
    const filters = readFilters(await ctx.request.validateUsing(marginPageQuery))
    const rows: Record<string, unknown>[] = []
    let before: string | null = null
    for (let page = 0; page < exportPagesMax; page += 1) {
      const found = await listMargins({ ...filters, before, size: pageSizeMax })
      rows.push(...found.rows.map(toLine))
      before = found.nextCursor
      if (!before) break
    }
    sendCsv(ctx, 'margins', toCsv(columns, rows))
  }
}

function readFilters({ panel, plan, result }: { panel?: string; plan?: string; result?: 'loss' }) {
  return {
    panelId: filterId('panel', panel),
    planId: filterId('plan', plan),
    onlyLosses: result === 'loss',
  }
}

const columns = [
  'service', 'hostname', 'customer', 'plan', 'panel', 'currency', 'revenue', 'cost_panel', 'cost_plan', 'cost_address', 'margin', 'reason',
] // prettier-ignore

function toLine({ service, margin }: ServiceMargin): Record<string, unknown> {
  const decimal = (amount: bigint, currency: string) => toDecimal(money(amount, currency))
  const spent = Map.groupBy(margin.shares, ({ kind }) => kind)
  const cost = (kind: 'panel' | 'plan' | 'address') =>
    (spent.get(kind) ?? [])
      .map(
        (share) =>
          decimal(share.amount, share.currency) +
          (share.currency === margin.currency ? '' : ` ${share.currency}`)
      )
      .join(' + ')
  return {
    service: showId('service', service.id),
    hostname: service.hostname,
    customer: service.customer_name,
    plan: service.plan,
    panel: service.panel,
    currency: margin.currency,
    revenue: decimal(margin.revenue, margin.currency),
    cost_panel: cost('panel'),
    cost_plan: cost('plan'),
    cost_address: cost('address'),
    margin: margin.margin === null ? '' : decimal(margin.margin, margin.currency),
    reason: margin.reason ?? '',
  }
}
