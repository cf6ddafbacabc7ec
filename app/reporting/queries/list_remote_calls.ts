import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

export interface RemoteCallRow {
  id: string
  system: string
  method: string
  url: string
  request: unknown
  response: unknown
  status: number | null
  outcome: string
  duration_ms: number
  called_at: Date
}

const callsMax = 100

/** The newest calls to the outside that were made for some records. Secrets were taken out before they were written down. */
export function listRemoteCalls(subjectIds: string[]): Promise<RemoteCallRow[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<RemoteCallRow>`
      select id, system, method, url, request, response, status, outcome, duration_ms, called_at
        from remote_calls where subject_id = any(${subjectIds}::uuid[]) order by id desc limit ${callsMax}`.execute(
      db
    )
    return rows
  })
}
