import type { HttpContext } from '@adonisjs/core/http'
import { formatMoney } from '#app/shared/money/money'
import { sendProblem } from '#app/shared/http/problem'
import { refuseHuge } from '#app/shared/http/refuse_huge'
import { unreachable } from '#app/shared/result'
import type { IssueDraftError } from '#app/billing/actions/issue_invoice_draft'
import type { StaffItem } from '#app/billing/domain/staff_item'

export function sendDraftNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'draft_not_found', detail: 'There is no such draft.' })
}

export function sendCustomerNotFound(ctx: HttpContext): void {
  const detail = 'There is no such customer.'
  sendProblem(ctx, {
    status: 422,
    code: 'customer_not_found',
    detail,
    errors: [{ field: 'customer_id', message: detail }],
  })
}

/** How each refusal to change, issue or discard a draft looks over the API. */
export function refuseDraft(ctx: HttpContext, error: IssueDraftError): void {
  const refuse = (status: 409 | 422, detail: string, field?: string) =>
    sendProblem(ctx, { status, code: error.type, detail, field })
  switch (error.type) {
    case 'draft_not_found':
      return sendDraftNotFound(ctx)
    case 'draft_not_open':
      return refuse(409, `The draft is ${error.status} and stays so.`)
    case 'draft_changed_meanwhile':
      return refuse(409, `Somebody changed the draft meanwhile: it is at version ${error.version} now.`)
    case 'total_differs':
      return refuse(
        409,
        `It would come to ${formatMoney({ amount: error.total, currency: error.currency }, ctx.i18n.locale)} now: look at it again.`
      )
    case 'nothing_to_invoice':
      return refuse(422, 'An invoice needs at least one item.', 'items')
    case 'due_date_passed':
      return refuse(422, 'The due date has passed: choose today or a later day.', 'due_on')
    case 'due_date_too_far':
      return refuse(422, 'The due date lies more than two years ahead.', 'due_on')
    default:
      return unreachable(error)
  }
}

/** Each line by itself, beside its amount, and all together. */
export function refuseHugeDraft(ctx: HttpContext, currency: string, items: readonly StaffItem[]): void {
  const amounts = items.map(({ quantity, unitAmount }) => unitAmount * BigInt(quantity))
  const lines = amounts.map((amount, index) => [`items.${index}.unit_amount`, amount] as const)
  const together = amounts.reduce((sum, amount) => sum + amount, 0n)
  refuseHuge(ctx, currency, { ...Object.fromEntries(lines), items: together })
}
