import type { HttpContext } from '@adonisjs/core/http'
import { pageSizeMax } from '#app/shared/http/keyset'
import { sendCsv, toCsv } from '#app/shared/http/csv'
import { readAuditFilter } from '#app/reporting/http/read_audit_filter'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { type AuditEntry, listAuditLog } from '#app/reporting/queries/list_audit_log'

const pagesMax = 100
const columns = [
  'occurred_at', 'type', 'subject_kind', 'subject_id', 'subject_name', 'customer_id', 'customer_name', 'actor_kind', 'actor_name', 'actor_id',
  'impersonator_name', 'impersonator_id', 'origin_ip', 'request_id', 'reason', 'changes', 'cause', 'data',
] // prettier-ignore

/** The facts that the log shows, as a file; the newest ten thousand. */
export default class AuditExportsController {
  async index(ctx: HttpContext) {
    const rows: Record<string, unknown>[] = []
    const filter = await readAuditFilter(ctx)
    let cursor: string | undefined
    for (let page = 0; page < pagesMax; page += 1) {
      const found = await listAuditLog({ ...filter, cursor, limit: pageSizeMax })
      rows.push(...found.rows.map(toLine))
      if (!found.nextCursor) break
      cursor = found.nextCursor
    }
    sendCsv(ctx, 'audit-log', toCsv(columns, rows))
  }
}

function toLine(row: AuditEntry) {
  const shown = auditEntryToWire(row)
  return { ...shown, changes: JSON.stringify(shown.changes), data: JSON.stringify(row.data) }
}
