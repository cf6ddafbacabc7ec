import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { EndChange, findChange, listChanges, showChange, showPreparedChange } from '#app/subscriptions/index'
import { RequestServiceChange } from '#app/provisioning/actions/request_service_change'
import { refuseChange } from '#app/provisioning/http/api/change_refusals'
import { idOf, mayPay, reachOf } from '#app/provisioning/http/api/service_access'
import {
  previewChangeBody,
  readAskedChange,
  readChangeWish,
  requestChangeBody,
} from '#app/provisioning/http/validators/change_validators'
import { findListedService } from '#app/provisioning/queries/list_services'

/** Another plan, other options or another interval for a service: shown, asked for, and withdrawn while that is possible. */
@inject()
export default class ServiceChangesController {
  constructor(
    private requestChange: RequestServiceChange,
    private endChange: EndChange
  ) {}

  async index(ctx: HttpContext) {
    const service = await findListedService(idOf(ctx, 'service'), reachOf(ctx).customerId)
    if (!service) return refuseChange(ctx, { type: 'service_not_found' })
    return toListAnswer({ rows: await listChanges(service.subscriptionId), nextCursor: null }, showChange)
  }

  async preview(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(previewChangeBody)
    const { customerId } = reachOf(ctx)
    const input = { serviceId: idOf(ctx, 'service'), customerId, wish: readChangeWish(body) }
    const prepared = await this.requestChange.preview(input)
    return prepared.ok
      ? showPreparedChange(prepared.value, { mayPay: mayPay(ctx) })
      : refuseChange(ctx, prepared.error)
  }

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(requestChangeBody)
    const asked = await this.requestChange.execute({
      serviceId: idOf(ctx, 'service'),
      customerId: reachOf(ctx).customerId,
      ...readAskedChange(body),
      mayPay: mayPay(ctx),
    })
    if (!asked.ok) return refuseChange(ctx, asked.error)
    const seen = (await listChanges(asked.value.subscriptionId)).find(({ id }) => id === asked.value.id)
    return showChange(seen!)
  }

  async destroy(ctx: HttpContext) {
    const service = await findListedService(idOf(ctx, 'service'), reachOf(ctx).customerId)
    if (!service) return refuseChange(ctx, { type: 'service_not_found' })
    const { subscriptionId } = service
    const open = await findChange(subscriptionId)
    const ended = await this.endChange.execute({ subscriptionId, move: 'withdraw', reason: 'asked' })
    if (!ended.ok || !open) return refuseChange(ctx, ended.ok ? { type: 'change_not_found' } : ended.error)
    return showChange({ ...open, ...ended.value })
  }
}
