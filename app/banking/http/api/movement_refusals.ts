import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import type { BookMovementError } from '#app/banking/actions/book_movement'
import type { DecideMovementError } from '#app/banking/actions/decide_movement'

export function sendMovementNotFound(ctx: HttpContext): void {
  const detail = ctx.i18n.t('banking.refused.movement_not_found')
  sendProblem(ctx, { status: 404, code: 'movement_not_found', detail })
}

const statuses: Partial<Record<(BookMovementError | DecideMovementError)['type'], number>> = {
  movement_not_found: 404,
  customer_not_found: 404,
  invoice_not_found: 404,
  received_payment_not_found: 404,
  already_decided: 409,
  already_recorded: 409,
  already_reversed: 409,
  not_decided: 409,
  payment_under_way: 409,
  invoice_not_open: 409,
}

/** How each refusal to make something of a movement looks. */
export function refuseDecision(ctx: HttpContext, error: BookMovementError | DecideMovementError): void {
  const values = { currency: 'currency' in error ? error.currency : '' }
  const detail = ctx.i18n.t(`banking.refused.${error.type}`, values)
  const status = statuses[error.type] ?? 422
  const errors = status === 422 ? { errors: [{ field: 'customer_id', message: detail }] } : {}
  sendProblem(ctx, { status, code: error.type, detail, ...errors })
}
