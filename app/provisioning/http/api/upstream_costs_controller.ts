import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { sendProblem } from '#app/shared/http/problem'
import { refuseField } from '#app/shared/http/refuse_field'
import { filterId } from '#app/shared/ids'
import { isCurrencyCode } from '#app/shared/money/currency'
import { isCalendarDate } from '#app/shared/time/calendar'
import { KeepCosts } from '#app/provisioning/actions/keep_costs'
import { sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { showCost, showMargin, targetIdKinds } from '#app/provisioning/http/transformers/move_transformer'
import { setCostBody } from '#app/provisioning/http/validators/move_validators'
import { findMargin } from '#app/provisioning/queries/find_margin'
import { listCosts } from '#app/provisioning/records/upstream_costs'

/** What is paid for panels, plans and addresses, and what is left of a service. */
@inject()
export default class UpstreamCostsController {
  constructor(private keepCosts: KeepCosts) {}

  async index() {
    return { data: (await inReadTransaction(listCosts)).map(showCost), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(setCostBody)
    const { kind, currency, valid_from: validFrom } = body
    const validUntil = body.valid_until ?? null
    if (!isCurrencyCode(currency)) refuseField('currency', ctx.i18n.t('network.costs.currency_unknown'))
    if (!isCalendarDate(validFrom)) refuseField('valid_from', ctx.i18n.t('network.costs.no_such_day'))
    if (validUntil && (!isCalendarDate(validUntil) || validUntil <= validFrom))
      refuseField('valid_until', ctx.i18n.t('network.costs.no_such_day'))
    const targetId = filterId(targetIdKinds[kind], body.target_id)!
    const wish = {
      kind,
      targetId,
      amount: BigInt(body.amount),
      currency,
      validFrom,
      validUntil,
      note: body.note ?? '',
    }
    const set = await this.keepCosts.set(wish)
    if (!set.ok) {
      const { type } = set.error
      const field = type === 'days_taken' ? 'valid_from' : 'target_id'
      return sendProblem(ctx, { status: 422, code: type, field, detail: ctx.i18n.t(`network.costs.${type}`) })
    }
    ctx.response.status(201)
    return showCost(set.value)
  }

  async destroy(ctx: HttpContext) {
    const removed = await this.keepCosts.remove(filterId('upstreamCost', ctx.params.id)!)
    if (removed.ok) return ctx.response.status(204)
    return sendProblem(ctx, {
      status: 404,
      code: removed.error.type,
      detail: ctx.i18n.t('network.costs.cost_not_found'),
    })
  }

  async margin(ctx: HttpContext) {
    const margin = await findMargin(idOf(ctx, 'service'))
    return margin ? showMargin(margin) : sendServiceNotFound(ctx)
  }
}
