import { inject } from '@adonisjs/core'
import vine from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import {
  CancelSubscription,
  type CancelSubscriptionError,
} from '#app/subscriptions/actions/cancel_subscription'
import {
  WithdrawCancellation,
  type WithdrawCancellationError,
} from '#app/subscriptions/actions/withdraw_cancellation'

const cancellationForm = vine.create({
  when: vine.enum(['now', 'period_end'] as const),
  reason: vine.string().trim().minLength(1).maxLength(500),
})

/** Staff end a subscription, and its server with it: today or with its period; a planned end they take back. */
@inject()
export default class SubscriptionCancellationsController {
  constructor(
    private cancel: CancelSubscription,
    private withdraw: WithdrawCancellation
  ) {}

  async store(ctx: HttpContext) {
    const { when, reason } = await ctx.request.validateUsing(cancellationForm)
    const subscriptionId = readRecordId(ctx, 'subscription')
    const result = await this.cancel.execute({ subscriptionId, when, reason })
    if (!result.ok) return refuse(ctx, result.error)
    const { status, endsOn } = result.value
    if (status === 'cancelled') return goBackWith(ctx, 'success', 'staff_notices.subscription_cancelled')
    return goBackWith(ctx, 'success', 'staff_notices.subscription_ending', { date: dateText(ctx, endsOn) })
  }

  async destroy(ctx: HttpContext) {
    const result = await this.withdraw.execute({ subscriptionId: readRecordId(ctx, 'subscription') })
    if (!result.ok) return refuse(ctx, result.error)
    return goBackWith(ctx, 'success', 'staff_notices.subscription_goes_on')
  }
}

function refuse(ctx: HttpContext, error: CancelSubscriptionError | WithdrawCancellationError): void {
  switch (error.type) {
    case 'subscription_not_found':
      throw notFound(ctx)
    case 'payment_under_way':
      return goBackWith(ctx, 'error', 'staff_notices.invoice_payment_under_way')
    case 'already_ending':
      return goBackWith(ctx, 'error', 'staff_notices.subscription_already_ending')
    case 'not_started':
      return goBackWith(ctx, 'error', 'staff_notices.subscription_not_started')
    case 'not_ending':
      return goBackWith(ctx, 'error', 'staff_notices.subscription_not_ending')
    case 'already_cancelled':
    case 'move_not_allowed':
      return goBackWith(ctx, 'error', 'staff_notices.subscription_ended')
    default:
      return unreachable(error)
  }
}

function dateText({ i18n }: HttpContext, date: string | null): string {
  return date ? i18n.formatDate(`${date}T00:00:00Z`, { dateStyle: 'long', timeZone: 'UTC' }) : ''
}
