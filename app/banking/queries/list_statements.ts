import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { MovementStatus } from '#app/banking/domain/movement'
import { type BankStatement, findStatementRow, listStatementRows } from '#app/banking/records/bank_statements'

/** A file with how far its movements are: while some are fresh, they are being looked at. */
export interface StatementProgress extends BankStatement {
  counts: Partial<Record<MovementStatus, number>>
}

/** Which files were imported, the latest first? */
export function listStatements(question: {
  before: string | null
  size: number
}): Promise<Page<StatementProgress>> {
  const { before, size } = question
  return inReadTransaction(async () => {
    const page = toPage(await listStatementRows({ before, limit: size + 1 }), size)
    return { ...page, rows: await withCounts(page.rows) }
  })
}

/** One file, to follow its import. Null when there is none. */
export function findStatement(id: string): Promise<StatementProgress | null> {
  return inReadTransaction(async () => {
    const row = await findStatementRow(id)
    return row ? (await withCounts([row]))[0]! : null
  })
}

async function withCounts(statements: BankStatement[]): Promise<StatementProgress[]> {
  const ids = statements.map(({ id }) => id)
  const { rows } = await sql<{ id: string; status: MovementStatus; count: number }>`
    select statement_id as id, status, count(*)::int as count from bank_movements
     where statement_id = any(${ids}::uuid[]) group by 1, 2`.execute(db)
  const byStatement = Map.groupBy(rows, ({ id }) => id)
  return statements.map((statement) => ({
    ...statement,
    counts: Object.fromEntries(
      (byStatement.get(statement.id) ?? []).map(({ status, count }) => [status, count])
    ),
  }))
}
