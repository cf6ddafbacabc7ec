import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { ComparePanel } from '#app/provisioning/actions/compare_panel'
import { sendDriftNotFound } from '#app/provisioning/http/api/drift_refusals'
import { sendPanelNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { showDrift, showPanelDrift } from '#app/provisioning/http/transformers/drift_transformer'
import { listDriftsQuery } from '#app/provisioning/http/validators/drift_validators'
import { findListedDrift, listDrifts, summariseDrifts } from '#app/provisioning/queries/list_drifts'
import { listPanelOverviews } from '#app/provisioning/queries/list_panel_overviews'

const nothing = '00000000-0000-0000-0000-000000000000'

/** What stands on panels and is not as it is sold, and how each panel stands. */
@inject()
export default class DriftsController {
  constructor(private compare: ComparePanel) {}

  async index(ctx: HttpContext) {
    const { status, kind, panel, q, cursor, limit } = await ctx.request.validateUsing(listDriftsQuery)
    const page = await listDrifts({
      status,
      kind,
      search: q,
      panelId: panel ? (readId('panel', panel) ?? nothing) : undefined,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showDrift)
  }

  async show(ctx: HttpContext) {
    const drift = await findListedDrift(readId('drift', ctx.params.id) ?? nothing)
    return drift ? showDrift(drift) : sendDriftNotFound(ctx)
  }

  async summary() {
    const [panels, found] = [await listPanelOverviews(), await summariseDrifts()]
    return { data: panels.map((panel) => showPanelDrift(panel, found)), next_cursor: null }
  }

  /** Has a panel compared now; the answer does not wait for it. */
  async begin(ctx: HttpContext) {
    const begun = await this.compare.begin(idOf(ctx, 'panel'))
    if (!begun.ok) return sendPanelNotFound(ctx)
    ctx.response.status(202)
    return { is_new: begun.value.isNew }
  }
}
