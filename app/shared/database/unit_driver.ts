import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import { requireContext } from '#app/shared/database/context'

/** Gives Kysely the connection of the open transaction, and nothing when none is open. */
export class UnitDriver implements Driver {
  async init() {}
  async acquireConnection(): Promise<DatabaseConnection> {
    const unit = requireContext().unit
    if (!unit) throw new Error('No open transaction: wrap this in inTransaction()')
    return new UnitConnection(unit.client)
  }
  async beginTransaction() {
    throw new Error('Use inTransaction(): it carries the tenant')
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async releaseConnection() {}
  async destroy() {}
}

class UnitConnection implements DatabaseConnection {
  constructor(private client: { query: (text: string, values: unknown[]) => Promise<unknown> }) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = (await this.client.query(query.sql, [...query.parameters])) as {
      command: string
      rowCount: number | null
      rows: R[]
    }
    const isWrite = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
    return { rows: result.rows, numAffectedRows: isWrite ? BigInt(result.rowCount ?? 0) : undefined }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not supported: read in keyset pages')
  }
}
