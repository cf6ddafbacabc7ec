import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { UpdateCustomerError } from '#app/customers/actions/update_customer'

export function sendCustomerNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'customer_not_found', detail: 'There is no such customer.' })
}

/** How each refusal of a change looks over the API. */
export function refuseChange(ctx: HttpContext, error: UpdateCustomerError): void {
  switch (error.type) {
    case 'customer_not_found':
      return sendCustomerNotFound(ctx)
    case 'tax_id_malformed':
      return refuseField(ctx, {
        code: error.type,
        field: 'tax_id',
        message: 'This is not what a tax id looks like there.',
      })
    case 'tax_id_mistyped':
      return refuseField(ctx, {
        code: error.type,
        field: 'tax_id',
        message: 'The check digits of this tax id do not fit: a digit is wrong, or two are swapped.',
      })
    case 'company_name_missing':
      return refuseField(ctx, {
        code: error.type,
        field: 'company_name',
        message: 'A company needs a company name.',
      })
    default:
      return unreachable(error)
  }
}

function refuseField(
  ctx: HttpContext,
  { code, field, message }: { code: string; field: string; message: string }
): void {
  sendProblem(ctx, { status: 422, code, detail: message, errors: [{ field, message }] })
}
