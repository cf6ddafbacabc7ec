import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { GroupError } from '#app/customers/actions/manage_customer_groups'
import { sendCustomerNotFound } from '#app/customers/http/api/customer_refusals'

/** How each refusal about a group looks. A group that was named in a form is a mistake in that field. */
export function refuseGroup(ctx: HttpContext, error: GroupError, field?: string): void {
  const say = (values: Record<string, unknown> = {}) => ctx.i18n.t(`customers.groups.refused.${error.type}`, values)
  switch (error.type) {
    case 'customer_not_found':
      return sendCustomerNotFound(ctx)
    case 'group_not_found': {
      const detail = say()
      if (!field) return sendProblem(ctx, { status: 404, code: error.type, detail })
      return sendProblem(ctx, { status: 422, code: error.type, detail, field })
    }
    case 'code_taken': {
      const detail = say()
      return sendProblem(ctx, { status: 422, code: error.type, detail, errors: [{ field: 'code', message: detail }] })
    }
    case 'group_changed_meanwhile':
      return sendProblem(ctx, { status: 409, code: error.type, detail: say({ version: error.version }) })
    case 'group_in_use':
      return sendProblem(ctx, { status: 409, code: error.type, detail: say({ count: error.customerCount }) })
    default:
      return unreachable(error)
  }
} // prettier-ignore
