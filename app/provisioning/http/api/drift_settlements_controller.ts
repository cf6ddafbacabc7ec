import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { refuseField } from '#app/shared/http/refuse_field'
import { sendProblem } from '#app/shared/http/problem'
import { filterId, readId } from '#app/shared/ids'
import {
  type DriftsChosen,
  SettleDrifts,
  type SettleDriftsError,
} from '#app/provisioning/actions/settle_drifts'
import { driftsMax, type DriftKind } from '#app/provisioning/domain/drift'
import { sendDriftNotFound } from '#app/provisioning/http/api/drift_refusals'
import { showDrift, showDriftPreview } from '#app/provisioning/http/transformers/drift_transformer'
import {
  ignoreDriftsBody,
  previewDriftsBody,
  repairDriftsBody,
} from '#app/provisioning/http/validators/drift_validators'
import { listDrifts } from '#app/provisioning/queries/list_drifts'
import type { DriftRow } from '#app/provisioning/records/drifts'

const nothing = '00000000-0000-0000-0000-000000000000'
/** So many are answered one by one; of all that a list shows there may be thousands. */
const answeredMax = 500

/** What is done about what differs, of some by their ids or of all that a list shows. */
@inject()
export default class DriftSettlementsController {
  constructor(private settleDrifts: SettleDrifts) {}

  /** What repairing would do. Nothing is done. */
  async preview(ctx: HttpContext) {
    const { repair, ...body } = await ctx.request.validateUsing(previewDriftsBody)
    const chosen = readChoice(ctx, body)
    const judged = await this.settleDrifts.preview({ chosen, repair, mayEndBilling: mayEndBilling(ctx) })
    return judged.ok ? showDriftPreview(judged.value) : this.refuse(ctx, judged.error)
  }

  async repair(ctx: HttpContext) {
    const { repair, expected_count: expectedCount, ...body } = await ctx.request.validateUsing(repairDriftsBody) // prettier-ignore
    const wish = { chosen: readChoice(ctx, body), repair, expectedCount, mayEndBilling: mayEndBilling(ctx) }
    const chosen = await this.settleDrifts.repair(wish)
    if (!chosen.ok) return this.refuse(ctx, chosen.error)
    ctx.response.status(202)
    return this.answer(chosen.value)
  }

  async ignore(ctx: HttpContext) {
    const { note, expected_count: expectedCount, ...body } = await ctx.request.validateUsing(ignoreDriftsBody)
    const ignored = await this.settleDrifts.ignore({ chosen: readChoice(ctx, body), note, expectedCount })
    return ignored.ok ? this.answer(ignored.value) : this.refuse(ctx, ignored.error)
  }

  private async answer(drifts: DriftRow[]) {
    const ids = drifts.slice(0, answeredMax).map(({ id }) => id)
    const { rows } = await listDrifts({ ids, before: null, size: ids.length })
    return { data: rows.map(showDrift), next_cursor: null }
  }

  private refuse(ctx: HttpContext, error: SettleDriftsError) {
    switch (error.type) {
      case 'drift_not_found':
        return sendDriftNotFound(ctx)
      case 'billing_right_needed': {
        const detail = 'Ending what is billed takes the right to change billing.'
        return sendProblem(ctx, { status: 403, code: error.type, detail })
      }
      case 'repair_not_possible': {
        const detail = `That cannot be done with ${error.driftIds.length} of them: they are settled, under way, or of another kind.`
        return sendProblem(ctx, { status: 409, code: error.type, detail })
      }
      case 'choice_changed': {
        const detail = ctx.i18n.t('drift.refused.choice_changed', { count: error.count })
        return sendProblem(ctx, { status: 409, code: error.type, detail })
      }
      case 'nothing_chosen':
      case 'too_many': {
        const detail = ctx.i18n.t(`drift.refused.${error.type}`, { max: driftsMax })
        const errors = [{ field: 'drift_ids', message: detail }]
        return sendProblem(ctx, { status: 422, code: error.type, detail, errors })
      }
    }
  }
}

interface WrittenChoice {
  drift_ids?: string[]
  all?: { status?: 'open' | 'ignored'; kind?: DriftKind; panel?: string; q?: string }
}

function readChoice(ctx: HttpContext, { drift_ids: ids, all }: WrittenChoice): DriftsChosen {
  if ((ids === undefined) === (all === undefined))
    refuseField('drift_ids', ctx.i18n.t('drift.refused.choose_one_way'))
  if (ids) return { driftIds: ids.map((id) => readId('drift', id) ?? nothing) }
  const { status = 'open', kind, panel, q } = all!
  return { all: { status, kind, panelId: filterId('panel', panel) ?? undefined, search: q } }
}

/** To stop billing is a decision about money, whoever may work on servers. */
function mayEndBilling(ctx: HttpContext): boolean {
  return isAllowed(ctx.caller!, 'staff:billing:write')
}
