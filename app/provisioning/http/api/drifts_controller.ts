import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { ComparePanel } from '#app/provisioning/actions/compare_panel'
import { SettleDrifts, type SettleDriftsError } from '#app/provisioning/actions/settle_drifts'
import type { DriftRepair } from '#app/provisioning/domain/drift'
import { sendDriftNotFound } from '#app/provisioning/http/api/drift_refusals'
import { sendPanelNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { showDrift, showPanelDrift } from '#app/provisioning/http/transformers/drift_transformer'
import {
  ignoreDriftsBody,
  listDriftsQuery,
  repairDriftsBody,
} from '#app/provisioning/http/validators/drift_validators'
import { findListedDrift, listDrifts, summariseDrifts } from '#app/provisioning/queries/list_drifts'
import { listPanelOverviews } from '#app/provisioning/queries/list_panel_overviews'

const nothing = '00000000-0000-0000-0000-000000000000'

/** What stands on panels and is not as it is sold, and what is done about it. */
@inject()
export default class DriftsController {
  constructor(
    private compare: ComparePanel,
    private settleDrifts: SettleDrifts
  ) {}

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

  async repair(ctx: HttpContext) {
    const { drift_ids, repair } = await ctx.request.validateUsing(repairDriftsBody)
    const driftIds = drift_ids.map((id) => readId('drift', id) ?? nothing)
    if (!(await this.mayChoose(ctx, driftIds, repair))) {
      const detail = 'Ending what is billed takes the right to change billing.'
      return sendProblem(ctx, { status: 403, code: 'billing_right_needed', detail })
    }
    const chosen = await this.settleDrifts.repair({ driftIds, repair })
    if (!chosen.ok) return this.refuse(ctx, chosen.error)
    ctx.response.status(202)
    return this.answer(driftIds)
  }

  async ignore(ctx: HttpContext) {
    const { drift_ids, note } = await ctx.request.validateUsing(ignoreDriftsBody)
    const driftIds = drift_ids.map((id) => readId('drift', id) ?? nothing)
    const ignored = await this.settleDrifts.ignore({ driftIds, note })
    return ignored.ok ? this.answer(driftIds) : this.refuse(ctx, ignored.error)
  }

  /** To stop billing is a decision about money, whoever may work on servers. */
  private async mayChoose(
    ctx: HttpContext,
    ids: string[],
    repair: DriftRepair | undefined
  ): Promise<boolean> {
    if (isAllowed(ctx.caller!, 'staff:billing:write')) return true
    if (repair) return repair !== 'stop_billing'
    const { rows } = await listDrifts({ ids, before: null, size: ids.length })
    return rows.every(({ kind }) => kind !== 'missing')
  }

  private async answer(ids: string[]) {
    const { rows } = await listDrifts({ ids, before: null, size: ids.length })
    return { data: rows.map(showDrift), next_cursor: null }
  }

  private refuse(ctx: HttpContext, error: SettleDriftsError) {
    if (error.type === 'drift_not_found') return sendDriftNotFound(ctx)
    const detail = `That cannot be done with ${error.driftIds.length} of them: they are settled, under way, or of another kind.`
    return sendProblem(ctx, { status: 409, code: error.type, detail })
  }
}
