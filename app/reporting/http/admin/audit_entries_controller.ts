import type { HttpContext } from '@adonisjs/core/http'
import { showId } from '#app/shared/ids'
import { renderPage } from '#app/shared/http/render_page'
import { readAuditFilter } from '#app/reporting/http/read_audit_filter'
import { auditEntryToWire, auditStandingToWire } from '#app/reporting/http/transformers/audit'
import { findAuditStanding } from '#app/reporting/queries/find_audit_standing'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { listEventTypes } from '#app/reporting/queries/list_event_types'

/** Who did what to which record, when, and because of what. */
export default class AuditEntriesController {
  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listAuditLog(await readAuditFilter(ctx))
    return renderPage(ctx, 'reporting/admin/audit', {
      entries: rows.map(auditEntryToWire),
      types: listEventTypes(),
      standing: auditStandingToWire(await findAuditStanding()),
      next_cursor: nextCursor ? showId('event', nextCursor) : null,
    })
  }
}
