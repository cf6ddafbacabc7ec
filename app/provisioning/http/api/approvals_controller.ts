import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { DecideApproval } from '#app/provisioning/actions/decide_approval'
import { sendOperationNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { showApproval } from '#app/provisioning/http/transformers/approval_transformer'
import { showOperationToStaff } from '#app/provisioning/http/transformers/operation_transformer'
import { decideApprovalBody } from '#app/provisioning/http/validators/approval_validators'
import { listApprovals } from '#app/provisioning/queries/list_approvals'

/** What only begins once staff have agreed to it. */
@inject()
export default class ApprovalsController {
  constructor(private decide: DecideApproval) {}

  async index(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(pageQuery)
    return toListAnswer(await listApprovals({ after: cursor ?? null, size: pageSize(limit) }), showApproval)
  }

  async store(ctx: HttpContext) {
    const { decision, note = '' } = await ctx.request.validateUsing(decideApprovalBody)
    const operationId = idOf(ctx, 'operation')
    const decided = await this.decide.execute({ operationId, isApproved: decision === 'approve', note })
    if (decided.ok) return showOperationToStaff(decided.value)
    if (decided.error.type === 'operation_not_found') return sendOperationNotFound(ctx)
    return sendProblem(ctx, {
      status: 409,
      code: 'nothing_to_decide',
      detail: 'This does not wait for approval.',
    })
  }
}
