import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * One SQLite file holds everything. Write-ahead logging with each write committed before its answer leaves
 * means that killing the process at any moment loses nothing that somebody was told.
 */
export class Database {
  readonly file: string
  private readonly connection: DatabaseSync
  private readonly statements = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  /** Documents that were read to be looked at, by system and collection; whoever writes one writes it here as well. */
  readonly views = new Map<string, Map<string, object>>()
  private depth = 0

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true })
    this.file = path.join(directory, 'sandbox.sqlite')
    this.connection = new DatabaseSync(this.file)
    this.connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000')
    this.connection.exec(schema)
  }

  /** Runs synchronous work as one commit; an inner call joins the outer one. */
  transaction<T>(work: () => T): T {
    if (this.depth > 0) return work()
    this.connection.exec('BEGIN IMMEDIATE')
    this.depth += 1
    try {
      const result = work()
      if (result instanceof Promise) throw new Error('A sandbox transaction must be synchronous.')
      this.connection.exec('COMMIT')
      return result
    } catch (error) {
      this.connection.exec('ROLLBACK')
      this.views.clear()
      throw error
    } finally {
      this.depth -= 1
    }
  }

  run(sql: string, ...values: Array<string | number | null>): { changes: number; id: number } {
    const { changes, lastInsertRowid } = this.prepare(sql).run(...values)
    return { changes: Number(changes), id: Number(lastInsertRowid) }
  }

  all<Row>(sql: string, ...values: Array<string | number | null>): Row[] {
    return this.prepare(sql).all(...values) as Row[]
  }

  get<Row>(sql: string, ...values: Array<string | number | null>): Row | undefined {
    return this.prepare(sql).get(...values) as Row | undefined
  }

  close(): void {
    this.connection.close()
  }

  private prepare(sql: string): ReturnType<DatabaseSync['prepare']> {
    const known = this.statements.get(sql)
    if (known) return known
    const statement = this.connection.prepare(sql)
    this.statements.set(sql, statement)
    return statement
  }
}

const schema = `
CREATE TABLE IF NOT EXISTS documents (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  system TEXT NOT NULL,
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (system, collection, id)
);
CREATE TABLE IF NOT EXISTS counters (
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (system, name)
);
CREATE TABLE IF NOT EXISTS faults (
  system TEXT NOT NULL,
  fault TEXT NOT NULL,
  route TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  rate REAL NOT NULL,
  times INTEGER,
  value REAL,
  PRIMARY KEY (system, fault, route)
);
CREATE TABLE IF NOT EXISTS timers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  system TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT,
  payload TEXT NOT NULL,
  run_at_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  UNIQUE (system, kind, key)
);
CREATE INDEX IF NOT EXISTS timers_due ON timers (run_at_ms);
CREATE TABLE IF NOT EXISTS requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  system TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  status INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  fault TEXT,
  request_body TEXT,
  response_body TEXT
);
CREATE INDEX IF NOT EXISTS requests_of_system ON requests (system, id);
`
