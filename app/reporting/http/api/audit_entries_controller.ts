import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { toAuditFilter } from '#app/reporting/http/read_audit_filter'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { auditQuery } from '#app/reporting/http/shapes'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'

/** Who did what to which record, when, and because of what. */
export default class AuditEntriesController {
  async index(ctx: HttpContext) {
    const { cursor, limit, ...wish } = await ctx.request.validateUsing(auditQuery)
    const filter = await toAuditFilter(ctx, wish)
    const page = await listAuditLog({ ...filter, cursor, limit: pageSize(limit) })
    return toListAnswer(page, auditEntryToWire)
  }
}
