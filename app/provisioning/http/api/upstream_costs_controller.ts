import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { refuseField } from '#app/shared/http/refuse_field'
import { filterId, readId } from '#app/shared/ids'
import { isCurrencyCode } from '#app/shared/money/currency'
import { unreachable } from '#app/shared/result'
import { isCalendarDate } from '#app/shared/time/calendar'
import { type CostError, KeepCosts } from '#app/provisioning/actions/keep_costs'
import { showCost, targetIdKinds } from '#app/provisioning/http/transformers/move_transformer'
import { endCostBody, listCostsQuery, setCostBody } from '#app/provisioning/http/validators/move_validators'
import { findNamedCost, listCosts } from '#app/provisioning/queries/list_costs'

/** What is paid in a month for panels, plans and addresses. */
@inject()
export default class UpstreamCostsController {
  constructor(private keepCosts: KeepCosts) {}

  async index(ctx: HttpContext) {
    const { target, cursor, limit } = await ctx.request.validateUsing(listCostsQuery)
    const targetId = target === undefined ? null : readTarget(target)
    const page = await listCosts({ targetId, before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showCost)
  }

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(setCostBody)
    const { kind, currency, valid_from: validFrom } = body
    const validUntil = body.valid_until ?? null
    if (!isCurrencyCode(currency)) refuseField('currency', ctx.i18n.t('network.costs.currency_unknown'))
    if (!isCalendarDate(validFrom)) refuseField('valid_from', ctx.i18n.t('network.costs.no_such_day'))
    if (validUntil && (!isCalendarDate(validUntil) || validUntil <= validFrom))
      refuseField('valid_until', ctx.i18n.t('network.costs.no_such_day'))
    const set = await this.keepCosts.set({
      kind,
      targetId: filterId(targetIdKinds[kind], body.target_id)!,
      amount: BigInt(body.amount),
      currency,
      validFrom,
      validUntil,
      note: body.note ?? '',
    })
    if (!set.ok) return refuse(ctx, set.error, 'valid_from')
    ctx.response.status(201)
    return this.answer(set.value.id)
  }

  /** Until when it holds; everything else of it stays, because margins of the past rest on it. */
  async update(ctx: HttpContext) {
    const { valid_until: day } = await ctx.request.validateUsing(endCostBody)
    if (day && !isCalendarDate(day)) refuseField('valid_until', ctx.i18n.t('network.costs.no_such_day'))
    const ended = await this.keepCosts.end(costId(ctx), day)
    return ended.ok ? this.answer(ended.value.id) : refuse(ctx, ended.error, 'valid_until')
  }

  async destroy(ctx: HttpContext) {
    const removed = await this.keepCosts.remove(costId(ctx))
    return removed.ok ? ctx.response.status(204) : refuse(ctx, removed.error, 'id')
  }

  private async answer(id: string) {
    return showCost((await findNamedCost(id))!)
  }
}

function costId(ctx: HttpContext): string {
  return filterId('upstreamCost', ctx.params.id)!
}

/** The id of whatever can have a cost; of nothing, when it is no such id. */
function readTarget(text: string): string {
  const found = Object.values(targetIdKinds).flatMap((kind) => readId(kind, text) ?? [])
  return found[0] ?? filterId('panel', text)!
}

/** @param dayField which field of the form a clash of days belongs to */
function refuse(ctx: HttpContext, { type }: CostError, dayField: string): void {
  const say = (status: number, field?: string) =>
    sendProblem(ctx, {
      status,
      code: type,
      ...(field ? { field } : {}),
      detail: ctx.i18n.t(`network.costs.${type}`),
    })
  switch (type) {
    case 'cost_not_found':
      return say(404)
    case 'target_not_found':
      return say(422, 'target_id')
    case 'days_taken':
      return say(422, dayField)
    case 'ends_before_it_begins':
      return say(422, 'valid_until')
    default:
      return unreachable(type)
  }
}
