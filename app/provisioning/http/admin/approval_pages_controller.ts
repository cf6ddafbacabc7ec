import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { DecideApproval } from '#app/provisioning/actions/decide_approval'
import { showApproval } from '#app/provisioning/http/transformers/approval_transformer'
import { decideApprovalBody } from '#app/provisioning/http/validators/approval_validators'
import { listApprovals } from '#app/provisioning/queries/list_approvals'

/** The queue of services that a person looks at before they are set up. */
@inject()
export default class ApprovalPagesController {
  constructor(private decide: DecideApproval) {}

  async index(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(pageQuery)
    const page = await listApprovals({ after: cursor ?? null, size: pageSize(limit) })
    return renderPage(ctx, 'provisioning/admin/approvals', {
      approvals: toListAnswer(page, showApproval),
      may_decide: isAllowed(ctx.caller!, 'staff:operations:write'),
    })
  }

  async store(ctx: HttpContext) {
    const { decision, note = '' } = await ctx.request.validateUsing(decideApprovalBody)
    const operationId = readRecordId(ctx, 'operation')
    const decided = await this.decide.execute({ operationId, isApproved: decision === 'approve', note })
    if (decided.ok) return goBackWith(ctx, 'success', `approvals.${decision}d`)
    if (decided.error.type === 'operation_not_found') throw notFound(ctx)
    return goBackWith(ctx, 'error', 'approvals.nothing_to_decide')
  }
}
