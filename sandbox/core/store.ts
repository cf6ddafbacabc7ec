import type { Database } from './database.ts'

type Row = { id: string; body: string }

/** What one system keeps: named collections of JSON documents, and counters. Systems cannot see each other's. */
export class Store {
  private readonly database: Database
  private readonly system: string

  constructor(database: Database, system: string) {
    this.database = database
    this.system = system
  }

  /** `T` is the shape its one owner writes; documents are not checked again when read. */
  collection<T extends object>(name: string): Collection<T> {
    return new Collection<T>(this.database, this.system, name)
  }

  /** Raises a counter and returns its new value: 1 at first. */
  next(counter: string): number {
    const row = this.database.get<{ value: number }>(
      `INSERT INTO counters (system, name, value) VALUES (?, ?, 1)
       ON CONFLICT (system, name) DO UPDATE SET value = value + 1 RETURNING value`,
      this.system,
      counter
    )
    return row?.value ?? 1
  }

  transaction<T>(work: () => T): T {
    return this.database.transaction(work)
  }

  collections(): string[] {
    return this.database
      .all<{
        collection: string
      }>('SELECT DISTINCT collection FROM documents WHERE system = ? ORDER BY collection', this.system)
      .map((row) => row.collection)
  }

  clear(): void {
    this.transaction(() => {
      this.database.run('DELETE FROM documents WHERE system = ?', this.system)
      this.database.run('DELETE FROM counters WHERE system = ?', this.system)
      this.database.views.clear()
    })
  }
}

/** Documents keep the order in which they were first written; writing one again leaves it in its place. */
export class Collection<T extends object> {
  private readonly database: Database
  private readonly system: string
  private readonly name: string

  constructor(database: Database, system: string, name: string) {
    this.database = database
    this.system = system
    this.name = name
  }

  get(id: string): T | undefined {
    const row = this.database.get<Row>(
      'SELECT id, body FROM documents WHERE system = ? AND collection = ? AND id = ?',
      this.system,
      this.name,
      id
    )
    return row && (JSON.parse(row.body) as T)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  put(id: string, document: T): T {
    return this.write('ON CONFLICT (system, collection, id) DO UPDATE SET body = excluded.body', id, document)
  }

  /** Writes a new document and refuses, by throwing, to write over one. */
  insert(id: string, document: T): T {
    return this.write('', id, document)
  }

  remove(id: string): boolean {
    const { changes } = this.database.run(
      'DELETE FROM documents WHERE system = ? AND collection = ? AND id = ?',
      this.system,
      this.name,
      id
    )
    this.viewed?.delete(id)
    return changes > 0
  }

  list(options: { filter?: (document: T) => boolean; newestFirst?: boolean; limit?: number } = {}): T[] {
    const order = options.newestFirst ? 'DESC' : 'ASC'
    const rows = this.database.all<Row>(
      `SELECT id, body FROM documents WHERE system = ? AND collection = ? ORDER BY position ${order} LIMIT ?`,
      this.system,
      this.name,
      options.filter ? -1 : (options.limit ?? -1)
    )
    const found: T[] = []
    for (const row of rows) {
      const document = JSON.parse(row.body) as T
      if (options.filter && !options.filter(document)) continue
      found.push(document)
      if (options.limit !== undefined && found.length >= options.limit) break
    }
    return found
  }

  /**
   * The documents in their order, to be looked at and never to be changed. They are read once and kept beside the file, so that a question
   * about all of them stays cheap when there are thousands.
   */
  view(): readonly Readonly<T>[] {
    return [...(this.viewed ?? this.readView()).values()]
  }

  /** Those of the documents that fit, in their order, to be looked at and never to be changed: without reading all of them anew. */
  find(fits: (document: Readonly<T>) => boolean): readonly Readonly<T>[] {
    return this.view().filter(fits)
  }

  count(): number {
    const row = this.database.get<{ count: number }>(
      'SELECT count(*) AS count FROM documents WHERE system = ? AND collection = ?',
      this.system,
      this.name
    )
    return row?.count ?? 0
  }

  clear(): void {
    this.database.run('DELETE FROM documents WHERE system = ? AND collection = ?', this.system, this.name)
    this.viewed?.clear()
  }

  private write(onConflict: string, id: string, document: T): T {
    const body = JSON.stringify(document)
    this.database.run(
      `INSERT INTO documents (system, collection, id, body) VALUES (?, ?, ?, ?) ${onConflict}`,
      this.system,
      this.name,
      id,
      body
    )
    this.viewed?.set(id, JSON.parse(body) as T)
    return document
  }

  private get viewed(): Map<string, T> | undefined {
    return this.database.views.get(`${this.system} ${this.name}`) as Map<string, T> | undefined
  }

  private readView(): Map<string, T> {
    const rows = this.database.all<Row>(
      'SELECT id, body FROM documents WHERE system = ? AND collection = ? ORDER BY position',
      this.system,
      this.name
    )
    const view = new Map(rows.map(({ id, body }) => [id, JSON.parse(body) as T]))
    this.database.views.set(`${this.system} ${this.name}`, view)
    return view
  }
}
