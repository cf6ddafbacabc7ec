import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { OverdueNotice } from '#app/billing/domain/overdue'

export interface NewNotice extends OverdueNotice {
  invoiceId: string
  /** How often the invoice was opened again: each time its notices begin anew. */
  reopenings: number
}

/** Notes notices as given. @returns those that had not been given before */
export async function insertNotices(notices: NewNotice[], announcedAt: Date): Promise<NewNotice[]> {
  const rows = notices.map((notice) => ({
    invoice_id: notice.invoiceId,
    kind: notice.consequence,
    days_before: notice.daysBefore,
    reopenings: notice.reopenings,
  }))
  const inserted = await sql<{ invoice_id: string; kind: string; days_before: number }>`
    insert into invoice_notices (invoice_id, kind, days_before, reopenings, announced_at)
    select r.invoice_id, r.kind, r.days_before, r.reopenings, ${announcedAt}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(invoice_id uuid, kind text, days_before int, reopenings int)
    on conflict do nothing
    returning invoice_id, kind, days_before`.execute(db)
  const fresh = new Set(inserted.rows.map((row) => `${row.invoice_id}|${row.kind}|${row.days_before}`))
  return notices.filter((notice) =>
    fresh.has(`${notice.invoiceId}|${notice.consequence}|${notice.daysBefore}`)
  )
}
