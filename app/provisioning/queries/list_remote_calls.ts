import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'

export interface RemoteCallView {
  id: string
  system: string
  method: string
  url: string
  request: unknown
  response: unknown
  status: number | null
  outcome: string
  durationMs: number
  calledAt: Date
}

interface RemoteCallFilter {
  subject: { kind: 'operation' | 'service' | 'panel'; id: string }
  before: string | null
  size: number
}

/** What was said to a panel about an operation, a service or the panel itself, newest first? Secrets were cut out before it was kept. */
export function listRemoteCalls({ subject, before, size }: RemoteCallFilter): Promise<Page<RemoteCallView>> {
  return inReadTransaction(async () => {
    let query = db
      .selectFrom('remote_calls')
      .selectAll()
      .where('subject_kind', '=', subject.kind)
      .where('subject_id', '=', subject.id)
      .orderBy('id', 'desc')
      .limit(size + 1)
    if (before) query = query.where('id', '<', before)
    const rows = await query.execute()
    return toPage(
      rows.map((row) => ({
        id: row.id,
        system: row.system,
        method: row.method,
        url: row.url,
        request: row.request,
        response: row.response,
        status: row.status,
        outcome: row.outcome,
        durationMs: row.duration_ms,
        calledAt: row.called_at,
      })),
      size
    )
  })
}
