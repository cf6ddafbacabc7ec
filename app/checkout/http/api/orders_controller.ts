import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { PlaceOrder, type PlaceOrderError } from '#app/checkout/actions/place_order'
import { listAllOrdersQuery, listOrdersQuery, placeOrderBody } from '#app/checkout/http/checkout_validators'
import { presentOrder, presentOrderWithLines } from '#app/checkout/http/order_transformer'
import { findVisibleOrder, listVisibleOrders } from '#app/checkout/queries/find_order_page'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readIpCountry } from '#app/checkout/http/ip_country'
import { sendProblem } from '#app/shared/http/problem'
import { newId, readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'

/** Orders: a customer's own, or all of the tenant's for staff. */
@inject()
export default class OrdersController {
  constructor(private placeOrder: PlaceOrder) {}

  async index(ctx: HttpContext) {
    const { status, cursor, limit } = await ctx.request.validateUsing(listOrdersQuery)
    const page = await listVisibleOrders(ctx.caller!, { status, cursor, size: pageSize(limit) })
    return toListAnswer(page, presentOrder)
  }

  async indexAll(ctx: HttpContext) {
    const { status, cursor, limit, customer_id } = await ctx.request.validateUsing(listAllOrdersQuery)
    // An id that is none belongs to nobody: the list is empty, as for a customer without orders.
    const customerId = customer_id === undefined ? null : (readId('customer', customer_id) ?? newId())
    const page = await listVisibleOrders(ctx.caller!, { status, cursor, customerId, size: pageSize(limit) })
    return toListAnswer(page, presentOrder)
  }

  async show(ctx: HttpContext) {
    const id = readId('order', ctx.params.id)
    const found = id ? await findVisibleOrder(ctx.caller!, id) : null
    return found ? presentOrderWithLines(found) : sendOrderNotFound(ctx)
  }

  async store(ctx: HttpContext) {
    const { quote_id, accepts_terms, ssh_keys = [] } = await ctx.request.validateUsing(placeOrderBody)
    const result = await this.placeOrder.execute({
      quoteId: readId('quote', quote_id) ?? newId(),
      customerId: visibleCustomer(ctx.caller!)!,
      userId: ctx.caller!.userId,
      hasAcceptedTerms: accepts_terms,
      sshKeyIds: ssh_keys.map((id) => readId('sshKey', id)),
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
      ipCountry: readIpCountry(ctx),
    })
    if (!result.ok) return refuse(ctx, result.error)
    return presentOrderWithLines((await findVisibleOrder(ctx.caller!, result.value.id))!)
  }
}

export function sendOrderNotFound(ctx: HttpContext): void {
  return sendProblem(ctx, { status: 404, code: 'order_not_found', detail: 'There is no such order.' })
}

function refuse(ctx: HttpContext, error: PlaceOrderError): void {
  const detail = ctx.i18n.t(`checkout.refused.${error.type}`)
  switch (error.type) {
    case 'quote_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail })
    case 'quote_expired':
    case 'quote_outdated':
    case 'trial_used':
    case 'temporarily_unavailable':
      return sendProblem(ctx, { status: 409, code: error.type, detail })
    case 'terms_not_accepted':
    case 'address_missing':
    case 'method_needed':
    case 'ssh_key_not_found':
      return sendProblem(ctx, { status: 422, code: error.type, detail })
    default:
      return unreachable(error)
  }
}
