import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { auditQuery } from '#app/reporting/http/shapes'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'

/** Who did what to which record, when, and because of what. */
export default class AuditEntriesController {
  async index({ request }: HttpContext) {
    const { type, customer, actor, cursor, limit } = await request.validateUsing(auditQuery)
    const customerId = readId('customer', customer)
    const actorId = readId('user', actor)
    // An id of another kind names nobody.
    if ((customer && !customerId) || (actor && !actorId)) return { data: [], next_cursor: null }
    const page = await listAuditLog({
      type,
      customerId: customerId ?? undefined,
      actorId: actorId ?? undefined,
      cursor,
      limit: pageSize(limit),
    })
    return toListAnswer(page, auditEntryToWire)
  }
}
