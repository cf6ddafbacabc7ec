import type { HttpContext } from '@adonisjs/core/http'
import { reachableServices, visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { sendSubscriptionNotFound } from '#app/subscriptions/http/api/subscription_refusals'
import { showSubscription } from '#app/subscriptions/http/transformers/subscription_transformers'
import { listSubscriptionsQuery } from '#app/subscriptions/http/validators/subscription_validators'
import { findSubscription, listSubscriptions } from '#app/subscriptions/queries/list_subscriptions'

/** Subscriptions: a customer's own, or everybody's for staff. */
export default class SubscriptionsController {
  async index({ request, caller }: HttpContext) {
    const { cursor, limit, status, customer_id } = await request.validateUsing(listSubscriptionsQuery)
    const own = visibleCustomer(caller!)
    const wanted = own ?? (customer_id ? readId('customer', customer_id) : null)
    if (!own && customer_id && !wanted) return toListAnswer({ rows: [], nextCursor: null }, showSubscription)
    const serviceIds = reachableServices(caller!)
    const search = { customerId: wanted, serviceIds, status, before: cursor ?? null, size: pageSize(limit) }
    return toListAnswer(await listSubscriptions(search), showSubscription)
  }

  async show(ctx: HttpContext) {
    const id = readId('subscription', ctx.params.id)
    const subscription = id
      ? await findSubscription(id, visibleCustomer(ctx.caller!), reachableServices(ctx.caller!))
      : null
    return subscription ? showSubscription(subscription) : sendSubscriptionNotFound(ctx)
  }
}
