import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { toWire } from '#app/shared/money/money'
import { unreachable } from '#app/shared/result'
import type { CreatePriceMoveError } from '#app/subscriptions/actions/create_price_move'
import type { WithdrawPriceMoveError } from '#app/subscriptions/actions/withdraw_price_move'

type Refusal = CreatePriceMoveError | WithdrawPriceMoveError | { type: 'starts_on_invalid' }

/** How each refusal to move customers to other prices looks over the API and on the page. */
export function refuseMove(ctx: HttpContext, error: Refusal): void {
  const say = (values: Record<string, string | number> = {}) =>
    ctx.i18n.t(`subscriptions.price_moves.refused.${error.type}`, values)
  const beside = (field: string, detail: string) =>
    sendProblem(ctx, { status: 422, code: error.type, detail, field })
  switch (error.type) {
    case 'move_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail: say() })
    case 'move_over':
      return sendProblem(ctx, { status: 409, code: error.type, detail: say() })
    case 'price_not_found':
    case 'several_currencies':
    case 'several_versions':
    case 'nobody_affected':
      return beside('price_ids', say())
    case 'starts_on_too_early':
      return beside('starts_on', say({ date: error.earliest }))
    case 'starts_on_too_far':
    case 'starts_on_invalid':
      return beside('starts_on', say())
    case 'preview_differs': {
      const { summary, currency } = error
      const { amount } = toWire({ amount: summary.newAmount, currency })
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: say({ count: summary.count, amount, currency }),
      })
    }
    default:
      return unreachable(error)
  }
}
