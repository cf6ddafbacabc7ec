import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findDisputeFile, isDisputeStatus, listDisputes, showDispute, showDisputeWithFiles } from '#app/payments/index' // prettier-ignore
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { remoteCallToWire } from '#app/reporting/http/transformers/records'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { listRemoteCalls } from '#app/reporting/queries/list_remote_calls'

const eventsMax = 30

/** Payments that banks want back, the first deadline first, and what is said against each. */
@inject()
export default class DisputesController {
  constructor(private clock: Clock) {}

  async index(ctx: HttpContext) {
    const { status, customerId, cursor } = readListQuestion(ctx, 'dispute')
    const { rows, nextCursor } = await listDisputes({
      customerId,
      status: isDisputeStatus(status) ? status : null,
      isWaiting: status === null || status === 'waiting',
      before: cursor,
    })
    return renderPage(ctx, 'reporting/admin/disputes', {
      disputes: rows.map((dispute) => showDispute(dispute, this.clock.now())),
      next_cursor: nextCursor ? showId('dispute', nextCursor) : null,
    })
  }

  async show(ctx: HttpContext) {
    const id = readRecordId(ctx, 'dispute')
    const found = await findDisputeFile(id)
    if (!found) throw notFound(ctx)
    const events = await listAuditLog({ subjectId: id, limit: eventsMax })
    return renderPage(ctx, 'reporting/admin/dispute', {
      dispute: showDisputeWithFiles(found, this.clock.now()),
      calls: (await listRemoteCalls([id])).map(remoteCallToWire),
      events: events.rows.map(auditEntryToWire),
    })
  }
}
