import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reachableServices } from '#app/shared/http/caller'
import { nothingHere, ownCustomer, tell, tellRefusal } from '#app/shared/http/portal_answers'
import { readId } from '#app/shared/ids'
import { CancelSubscription } from '#app/subscriptions/actions/cancel_subscription'
import { WithdrawCancellation } from '#app/subscriptions/actions/withdraw_cancellation'
import { cancelSubscription } from '#app/subscriptions/http/validators/subscription_validators'
import { findSubscription } from '#app/subscriptions/queries/list_subscriptions'

/** The end of a subscription, planned or at once, and its withdrawal. */
@inject()
export default class SubscriptionCancellationsController {
  constructor(
    private cancel: CancelSubscription,
    private withdraw: WithdrawCancellation
  ) {}

  async store(ctx: HttpContext) {
    const { when, reason } = await ctx.request.validateUsing(cancelSubscription)
    const subscriptionId = await findOwn(ctx)
    const result = await this.cancel.execute({ subscriptionId, when, reason: reason ?? '' })
    if (!result.ok) tellRefusal(ctx, 'subscriptions', result.error)
    else if (result.value.status === 'cancelled') tell(ctx, 'success', 'subscriptions.cancel.done')
    else tell(ctx, 'success', 'subscriptions.cancel.scheduled', { date: dateText(ctx, result.value.endsOn) })
    return ctx.response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const result = await this.withdraw.execute({ subscriptionId: await findOwn(ctx) })
    if (result.ok) tell(ctx, 'success', 'subscriptions.withdrawn')
    else tellRefusal(ctx, 'subscriptions', result.error)
    return ctx.response.redirect().back()
  }
}

async function findOwn(ctx: HttpContext): Promise<string> {
  const id = readId('subscription', ctx.params.id)
  const found = id ? await findSubscription(id, ownCustomer(ctx), reachableServices(ctx.caller!)) : null
  return found?.id ?? nothingHere(ctx)
}

function dateText({ i18n }: HttpContext, date: string | null): string {
  return date ? i18n.formatDate(`${date}T00:00:00Z`, { dateStyle: 'long', timeZone: 'UTC' }) : ''
}
