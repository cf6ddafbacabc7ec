import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reachableServices, visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { CancelSubscription } from '#app/subscriptions/actions/cancel_subscription'
import { WithdrawCancellation } from '#app/subscriptions/actions/withdraw_cancellation'
import {
  refuseCancellation,
  sendSubscriptionNotFound,
} from '#app/subscriptions/http/api/subscription_refusals'
import { showSubscription } from '#app/subscriptions/http/transformers/subscription_transformers'
import { cancelSubscription } from '#app/subscriptions/http/validators/subscription_validators'
import { findSubscription } from '#app/subscriptions/queries/list_subscriptions'

/** The end of a subscription: planned or at once, and taken back while it is only planned. */
@inject()
export default class SubscriptionCancellationsController {
  constructor(
    private cancel: CancelSubscription,
    private withdraw: WithdrawCancellation
  ) {}

  async store(ctx: HttpContext) {
    const { when, reason } = await ctx.request.validateUsing(cancelSubscription)
    const subscriptionId = await this.findVisible(ctx)
    if (!subscriptionId) return sendSubscriptionNotFound(ctx)
    const result = await this.cancel.execute({ subscriptionId, when, reason: reason ?? '' })
    if (!result.ok) return refuseCancellation(ctx, result.error)
    return showSubscription((await findSubscription(subscriptionId, null))!)
  }

  async destroy(ctx: HttpContext) {
    const subscriptionId = await this.findVisible(ctx)
    if (!subscriptionId) return sendSubscriptionNotFound(ctx)
    const result = await this.withdraw.execute({ subscriptionId })
    if (!result.ok) return refuseCancellation(ctx, result.error)
    return showSubscription((await findSubscription(subscriptionId, null))!)
  }

  private async findVisible(ctx: HttpContext): Promise<string | null> {
    const id = readId('subscription', ctx.params.id)
    const found = id
      ? await findSubscription(id, visibleCustomer(ctx.caller!), reachableServices(ctx.caller!))
      : null
    return found?.id ?? null
  }
}
