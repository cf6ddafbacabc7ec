import type { Database } from './database.ts'
import { redactBody, redactUrl } from './redaction.ts'

export type LoggedRequest = {
  id: number
  at: string
  method: string
  path: string
  status: number
  durationMs: number
  fault: string | null
  requestBody: string | null
  responseBody: string | null
}

type Row = {
  id: number
  at_ms: number
  method: string
  path: string
  status: number
  duration_ms: number
  fault: string | null
  request_body: string | null
  response_body: string | null
}

const rowsMax = 2000
const rowsBetweenCuts = 100

/** The latest calls to one system. A status of 0 stands for a call that was never answered. */
export class RequestLog {
  private readonly database: Database
  private readonly system: string

  constructor(database: Database, system: string) {
    this.database = database
    this.system = system
  }

  add(entry: {
    method: string
    path: string
    status: number
    durationMs: number
    fault: string | null
    requestBody: unknown
    responseBody: unknown
  }): void {
    const { id } = this.database.run(
      `INSERT INTO requests (system, at_ms, method, path, status, duration_ms, fault, request_body, response_body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      this.system,
      Date.now(),
      entry.method,
      redactUrl(entry.path),
      entry.status,
      Math.round(entry.durationMs),
      entry.fault,
      redactBody(entry.requestBody),
      redactBody(entry.responseBody)
    )
    if (id % rowsBetweenCuts === 0) this.cut()
  }

  /** Newest first. */
  list(limit = 100): LoggedRequest[] {
    const rows = this.database.all<Row>(
      'SELECT * FROM requests WHERE system = ? ORDER BY id DESC LIMIT ?',
      this.system,
      Math.min(limit, rowsMax)
    )
    return rows.map((row) => ({
      id: row.id,
      at: new Date(row.at_ms).toISOString(),
      method: row.method,
      path: row.path,
      status: row.status,
      durationMs: row.duration_ms,
      fault: row.fault,
      requestBody: row.request_body,
      responseBody: row.response_body,
    }))
  }

  clear(): void {
    this.database.run('DELETE FROM requests WHERE system = ?', this.system)
  }

  private cut(): void {
    this.database.run(
      `DELETE FROM requests WHERE system = ? AND id <= coalesce(
         (SELECT id FROM requests WHERE system = ? ORDER BY id DESC LIMIT 1 OFFSET ?), 0)`,
      this.system,
      this.system,
      rowsMax
    )
  }
}
