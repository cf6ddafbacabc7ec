import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reachableServices, visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { ChooseMethod } from '#app/subscriptions/actions/choose_method'
import { sendSubscriptionNotFound } from '#app/subscriptions/http/api/subscription_refusals'
import { showSubscription } from '#app/subscriptions/http/transformers/subscription_transformers'
import { chooseMethod } from '#app/subscriptions/http/validators/subscription_validators'
import { findSubscription } from '#app/subscriptions/queries/list_subscriptions'

/** With which saved method a subscription is renewed. */
@inject()
export default class SubscriptionMethodsController {
  constructor(private choose: ChooseMethod) {}

  async update(ctx: HttpContext) {
    const { payment_method_id: shown } = await ctx.request.validateUsing(chooseMethod)
    const id = readId('subscription', ctx.params.id)
    const visible = id
      ? await findSubscription(id, visibleCustomer(ctx.caller!), reachableServices(ctx.caller!))
      : null
    if (!visible) return sendSubscriptionNotFound(ctx)
    const paymentMethodId = shown ? readId('paymentMethod', shown) : null
    if (shown && !paymentMethodId) return sendMethodNotKept(ctx)
    const chosen = await this.choose.execute({ subscriptionId: visible.id, paymentMethodId })
    if (!chosen.ok)
      return chosen.error === 'method_not_found' ? sendMethodNotKept(ctx) : sendSubscriptionNotFound(ctx)
    return showSubscription((await findSubscription(visible.id, null))!)
  }
}

function sendMethodNotKept(ctx: HttpContext): void {
  const detail = 'This payment method is not kept for the customer.'
  sendProblem(ctx, {
    status: 422,
    code: 'payment_method_not_found',
    detail,
    errors: [{ field: 'payment_method_id', message: detail }],
  })
}
