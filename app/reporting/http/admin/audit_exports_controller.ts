import type { HttpContext } from '@adonisjs/core/http'
import { pageSizeMax } from '#app/shared/http/keyset'
import { sendCsv, toCsv } from '#app/shared/http/csv'
import { readAuditFilter } from '#app/reporting/http/read_audit_filter'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'

const pagesMax = 100
const columns = [
  'occurred_at', 'type', 'subject_kind', 'subject_id', 'customer_id', 'actor_kind', 'actor_name', 'actor_id', 'cause', 'data',
] // prettier-ignore

/** The facts that the log shows, as a file; the newest ten thousand. */
export default class AuditExportsController {
  async index(ctx: HttpContext) {
    const rows: Record<string, unknown>[] = []
    let cursor: string | undefined
    for (let page = 0; page < pagesMax; page += 1) {
      const found = await listAuditLog({ ...readAuditFilter(ctx), cursor, limit: pageSizeMax })
      rows.push(...found.rows.map((row) => ({ ...auditEntryToWire(row), data: JSON.stringify(row.data) })))
      if (!found.nextCursor) break
      cursor = found.nextCursor
    }
    sendCsv(ctx, 'audit-log', toCsv(columns, rows))
  }
}
