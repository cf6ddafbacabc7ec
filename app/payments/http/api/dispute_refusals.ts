import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { AnswerDisputeError } from '#app/payments/actions/answer_dispute'
import type { AddEvidenceFileError } from '#app/payments/actions/edit_evidence'

export function sendDisputeNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'dispute_not_found', detail: 'There is no such dispute.' })
}

const fields = {
  customerName: 'customer_name',
  customerEmail: 'customer_email',
  productDescription: 'product_description',
  statement: 'statement',
} as const

/** How each refusal to answer a dispute, or to change what is said, looks in the reader's language. */
export function refuseDispute(ctx: HttpContext, error: AnswerDisputeError | AddEvidenceFileError | { type: 'file_infected' | 'file_not_scanned' }): void {
  const { type } = error
  const detail = ctx.i18n.t(`validator.dispute_refused.${type}`)
  switch (type) {
    case 'dispute_not_found':
      return sendDisputeNotFound(ctx)
    case 'not_open':
    case 'evidence_sealed':
      return sendProblem(ctx, { status: 409, code: type, detail })
    case 'evidence_missing': {
      const message = ctx.i18n.t('validator.dispute_refused.field_missing')
      const errors = error.problems.map(({ field }) => ({ field: fields[field], message }))
      return sendProblem(ctx, { status: 422, code: type, detail, errors })
    }
    case 'file_empty':
    case 'file_too_large':
    case 'file_type':
    case 'file_infected':
    case 'file_not_scanned':
    case 'files_too_many':
    case 'files_too_large':
      return sendProblem(ctx, { status: 422, code: type, detail, errors: [{ field: 'file', message: detail }] })
    default:
      return unreachable(type)
  }
} // prettier-ignore
