import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { CancelSubscriptionError } from '#app/subscriptions/actions/cancel_subscription'
import type { WithdrawCancellationError } from '#app/subscriptions/actions/withdraw_cancellation'

export function sendSubscriptionNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'subscription_not_found', detail: 'There is no such subscription.' })
}

/** How each refusal to end a subscription, or to let it go on, looks over the API. */
export function refuseCancellation(
  ctx: HttpContext,
  error: CancelSubscriptionError | WithdrawCancellationError
): void {
  const conflict = (code: string, detail: string) => sendProblem(ctx, { status: 409, code, detail })
  switch (error.type) {
    case 'subscription_not_found':
      return sendSubscriptionNotFound(ctx)
    case 'already_cancelled':
      return conflict(error.type, 'This subscription has ended already.')
    case 'already_ending':
      return conflict(error.type, 'This subscription ends with its period already.')
    case 'not_ending':
      return conflict(error.type, 'No cancellation is planned for this subscription.')
    case 'not_started':
      return conflict(error.type, 'The first period has not begun; it can only be cancelled at once.')
    case 'payment_under_way':
      return conflict(error.type, 'A payment for the next period is under way. Try again when it is known.')
    case 'move_not_allowed':
      return conflict('already_cancelled', 'This subscription has ended already.')
    default:
      return unreachable(error)
  }
}
