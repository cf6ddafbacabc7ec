import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { visibleCustomer } from '#app/shared/http/caller'
import { showSupportVisit } from '#app/identity/http/transformers/impersonation_transformers'
import { listPage } from '#app/identity/http/validators/identity_validators'
import { listImpersonations } from '#app/identity/queries/list_impersonations'

/** When staff acted in the name of somebody of the customer's team. */
export default class SupportVisitsController {
  async index({ request, caller }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(listPage)
    const customerId = visibleCustomer(caller!)
    const page = await listImpersonations({
      customerId,
      isBegun: true,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showSupportVisit)
  }
}
