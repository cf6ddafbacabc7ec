import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import { requireContext, type Unit } from '#app/shared/database/context'
import { planName } from '#app/shared/database/kept_plans'

/** Gives Kysely the connection of the open transaction, and nothing when none is open. */
export class UnitDriver implements Driver {
  async init() {}
  async acquireConnection(): Promise<DatabaseConnection> {
    const unit = requireContext().unit
    if (!unit) throw new Error('No open transaction: wrap this in inTransaction()')
    return new UnitConnection(unit)
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
  constructor(private unit: Unit) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // Statements come again and again in the same words; joins are planned longer than they run.
    const name = planName(query.sql)
    const { command, rowCount, rows } = await this.unit.ask({
      name,
      text: query.sql,
      values: [...query.parameters],
    })
    const isWrite = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command)
    return { rows: rows as R[], numAffectedRows: isWrite ? BigInt(rowCount ?? 0) : undefined }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not supported: read in keyset pages')
  }
}
