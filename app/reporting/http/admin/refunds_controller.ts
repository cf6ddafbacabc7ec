import type { HttpContext } from '@adonisjs/core/http'
import { isRefundStatus, listRefunds, showStaffRefund } from '#app/payments/index'
import { listGiftRequests, showGiftRequest } from '#app/billing/index'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { remoteCallToWire } from '#app/reporting/http/transformers/records'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { listRemoteCalls } from '#app/reporting/queries/list_remote_calls'

const eventsMax = 30
const giftsMax = 50

/** Money that went back to customers or is to, and what each refund waits for. */
export default class RefundsController {
  async index(ctx: HttpContext) {
    const { status, customerId, cursor } = readListQuestion(ctx, 'refund')
    const { rows, nextCursor } = await listRefunds({
      customerId: null,
      ofCustomer: customerId,
      status: isRefundStatus(status) ? status : null,
      before: cursor,
    })
    const gifts = await listGiftRequests({ status: 'waiting', size: giftsMax })
    return renderPage(ctx, 'reporting/admin/refunds', {
      gifts: gifts.rows.map((row) => ({
        ...showGiftRequest(row),
        is_own: row.requestedBy === ctx.caller!.userId,
      })),
      refunds: rows.map(showStaffRefund),
      next_cursor: nextCursor ? showId('refund', nextCursor) : null,
    })
  }

  async show(ctx: HttpContext) {
    const id = readRecordId(ctx, 'refund')
    const [refund] = (await listRefunds({ customerId: null, id, size: 1 })).rows
    if (!refund) throw notFound(ctx)
    const events = await listAuditLog({ subjectId: id, limit: eventsMax })
    return renderPage(ctx, 'reporting/admin/refund', {
      refund: showStaffRefund(refund),
      is_own: refund.requestedBy === ctx.caller!.userId,
      calls: (await listRemoteCalls([id])).map(remoteCallToWire),
      events: events.rows.map(auditEntryToWire),
    })
  }
}
