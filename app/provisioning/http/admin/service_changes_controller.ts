import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notFound } from '#app/shared/http/record_id'
import { tell, tellRefusal } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { EndChange } from '#app/subscriptions/index'
import { RequestServiceChange } from '#app/provisioning/actions/request_service_change'
import { tellChangeRefusal } from '#app/provisioning/http/api/change_refusals'
import { idOf, mayPay } from '#app/provisioning/http/api/service_access'
import { changePageProps } from '#app/provisioning/http/change_page'
import { readAskedChange, requestChangeBody } from '#app/provisioning/http/validators/change_validators'
import { findListedService } from '#app/provisioning/queries/list_services'

/** Staff change what a customer's service is, at the same prices and under the same rules. */
@inject()
export default class ServiceChangesController {
  constructor(
    private requestChange: RequestServiceChange,
    private endChange: EndChange
  ) {}

  async create(ctx: HttpContext) {
    const service = await findListedService(idOf(ctx, 'service'), null)
    if (!service) throw notFound(ctx)
    return renderPage(ctx, 'provisioning/admin/change_service', await changePageProps(ctx, service))
  }

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(requestChangeBody)
    const asked = await this.requestChange.execute({
      serviceId: idOf(ctx, 'service'),
      customerId: null,
      ...readAskedChange(body),
      mayPay: mayPay(ctx),
    })
    if (asked.ok) {
      const waits =
        asked.value.status === 'awaiting_payment' && BigInt(body.expected_total) > 0n && !mayPay(ctx)
      tell(ctx, 'success', `subscriptions.change.${waits ? 'waits_for_payer' : 'done'}`)
      return ctx.response.redirect().toPath(`/services/${ctx.params.id}`)
    }
    if (asked.error.type === 'service_not_found') throw notFound(ctx)
    tellChangeRefusal(ctx, asked.error)
    return ctx.response.redirect().toPath(`/services/${ctx.params.id}/change`)
  }

  async destroy(ctx: HttpContext) {
    const service = await findListedService(idOf(ctx, 'service'), null)
    if (!service) throw notFound(ctx)
    const { subscriptionId } = service
    const ended = await this.endChange.execute({ subscriptionId, move: 'withdraw', reason: 'staff' })
    if (ended.ok) tell(ctx, 'success', 'subscriptions.change.withdrawn')
    else tellRefusal(ctx, 'subscriptions', ended.error)
    return ctx.response.redirect().toPath(`/services/${ctx.params.id}`)
  }
}
