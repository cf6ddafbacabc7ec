import { inject } from '@adonisjs/core'
import vine from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { CancelSubscription } from '#app/subscriptions/actions/cancel_subscription'

const cancellationForm = vine.create({
  when: vine.enum(['now', 'period_end'] as const),
  reason: vine.string().trim().minLength(1).maxLength(500),
})

/** Staff end a subscription; its server goes with it. */
@inject()
export default class SubscriptionCancellationsController {
  constructor(private cancelSubscription: CancelSubscription) {}

  async store(ctx: HttpContext) {
    const { when, reason } = await ctx.request.validateUsing(cancellationForm)
    const subscriptionId = readRecordId(ctx, 'subscription')
    const result = await this.cancelSubscription.execute({ subscriptionId, when, reason })
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.subscription_cancelled')
    switch (result.error.type) {
      case 'subscription_not_found':
        throw notFound(ctx)
      case 'payment_under_way':
        return goBackWith(ctx, 'error', 'staff_notices.invoice_payment_under_way')
      default:
        return goBackWith(ctx, 'error', 'staff_notices.subscription_ended')
    }
  }
}
