import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { filterId } from '#app/shared/ids'
import { sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import {
  showMargin,
  showPlanMargin,
  showServiceMargin,
} from '#app/provisioning/http/transformers/move_transformer'
import { listMarginsQuery, sumMarginsQuery } from '#app/provisioning/http/validators/move_validators'
import { findMargin, listMargins } from '#app/provisioning/queries/list_margins'
import { sumMarginsByPlan } from '#app/provisioning/queries/sum_margins'

/** What is left of services after what is paid for them. */
export default class MarginsController {
  async index(ctx: HttpContext) {
    const { panel, plan, result, cursor, limit } = await ctx.request.validateUsing(listMarginsQuery)
    const page = await listMargins({
      panelId: filterId('panel', panel),
      planId: filterId('plan', plan),
      onlyLosses: result === 'loss',
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showServiceMargin)
  }

  async summary(ctx: HttpContext) {
    const { panel } = await ctx.request.validateUsing(sumMarginsQuery)
    const sums = await sumMarginsByPlan({ panelId: filterId('panel', panel) })
    return { plans: sums.map(showPlanMargin) }
  }

  async show(ctx: HttpContext) {
    const margin = await findMargin(idOf(ctx, 'service'))
    return margin ? showMargin(margin) : sendServiceNotFound(ctx)
  }
}
