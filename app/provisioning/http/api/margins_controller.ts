import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { filterId } from '#app/shared/ids'
import { sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { showMargin, showServiceMargin } from '#app/provisioning/http/transformers/move_transformer'
import { listMarginsQuery } from '#app/provisioning/http/validators/move_validators'
import { findMargin, listMargins } from '#app/provisioning/queries/list_margins'

/** What is left of services after what is paid for them. */
export default class MarginsController {
  async index(ctx: HttpContext) {
    const { panel, plan, cursor, limit } = await ctx.request.validateUsing(listMarginsQuery)
    const page = await listMargins({
      panelId: filterId('panel', panel),
      planId: filterId('plan', plan),
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showServiceMargin)
  }

  async show(ctx: HttpContext) {
    const margin = await findMargin(idOf(ctx, 'service'))
    return margin ? showMargin(margin) : sendServiceNotFound(ctx)
  }
}
