import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, ownCustomer, tell, tellRefusal } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { EndChange, findChange, type SubscriptionChange } from '#app/subscriptions/index'
import { RequestServiceChange } from '#app/provisioning/actions/request_service_change'
import { tellChangeRefusal } from '#app/provisioning/http/api/change_refusals'
import { idOf, mayPay } from '#app/provisioning/http/api/service_access'
import { changePageProps } from '#app/provisioning/http/change_page'
import { readAskedChange, requestChangeBody } from '#app/provisioning/http/validators/change_validators'
import { findListedService } from '#app/provisioning/queries/list_services'

/** A customer changes what a service is: the page to choose on, the confirmed wish, and its withdrawal. */
@inject()
export default class ServiceChangesController {
  constructor(
    private requestChange: RequestServiceChange,
    private endChange: EndChange
  ) {}

  async create(ctx: HttpContext) {
    const service = await findListedService(idOf(ctx, 'service'), ownCustomer(ctx))
    if (!service) return nothingHere(ctx)
    return renderPage(ctx, 'provisioning/portal/change_service', await changePageProps(ctx, service))
  }

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(requestChangeBody)
    const asked = await this.requestChange.execute({
      serviceId: idOf(ctx, 'service'),
      customerId: ownCustomer(ctx),
      ...readAskedChange(body),
      mayPay: mayPay(ctx),
    })
    if (asked.ok) return this.goOn(ctx, asked.value, BigInt(body.expected_total))
    if (asked.error.type === 'service_not_found') return nothingHere(ctx)
    tellChangeRefusal(ctx, asked.error)
    return ctx.response.redirect().toPath(`/services/${ctx.params.id}/change`)
  }

  async destroy(ctx: HttpContext) {
    const service = await findListedService(idOf(ctx, 'service'), ownCustomer(ctx))
    if (!service) return nothingHere(ctx)
    const { subscriptionId } = service
    const ended = await this.endChange.execute({ subscriptionId, move: 'withdraw', reason: 'asked' })
    if (ended.ok) tell(ctx, 'success', 'subscriptions.change.withdrawn')
    else tellRefusal(ctx, 'subscriptions', ended.error)
    return ctx.response.redirect().toPath(`/services/${ctx.params.id}`)
  }

  /** To the invoice when it waits to be paid by hand by whoever asked; otherwise back to the service, which shows what goes on. */
  private async goOn(ctx: HttpContext, change: SubscriptionChange, total: bigint) {
    const open = await findChange(change.subscriptionId)
    const waits = open?.status === 'awaiting_payment' && total > 0n
    if (waits && open.invoiceId && mayPay(ctx)) {
      tell(ctx, 'info', 'subscriptions.change.pay_first')
      return ctx.response.redirect().toPath(`/invoices/${showId('invoice', open.invoiceId)}`)
    }
    tell(ctx, 'success', `subscriptions.change.${waits ? 'waits_for_payer' : 'done'}`)
    return ctx.response.redirect().toPath(`/services/${ctx.params.id}`)
  }
}
