import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { BankStatements } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { StatementFormat } from '#app/banking/domain/movement'

/** A file that was imported, as far as it tells of one account. */
export interface BankStatement {
  id: string
  bankAccountId: string
  format: StatementFormat
  fileName: string
  hash: Buffer
  coversFrom: CalendarDate | null
  coversUntil: CalendarDate | null
  openingBalance: bigint | null
  closingBalance: bigint | null
  /** How many it tells of, those included of which another file had told before. */
  movementCount: number
  importedAt: Date
}

/** @returns false when the same file was imported for this account before */
export async function insertStatement(statement: BankStatement): Promise<boolean> {
  const row = await db
    .insertInto('bank_statements')
    .values({
      id: statement.id,
      bank_account_id: statement.bankAccountId,
      format: statement.format,
      file_name: statement.fileName,
      hash: statement.hash,
      covers_from: statement.coversFrom,
      covers_until: statement.coversUntil,
      opening_balance: statement.openingBalance,
      closing_balance: statement.closingBalance,
      movement_count: statement.movementCount,
      imported_at: statement.importedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function findStatementByHash(
  bankAccountId: string,
  hash: Buffer
): Promise<BankStatement | null> {
  const row = await db
    .selectFrom('bank_statements')
    .selectAll()
    .where('bank_account_id', '=', bankAccountId)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row ? toStatement(row) : null
}

export async function findStatementRow(id: string): Promise<BankStatement | null> {
  const row = await db.selectFrom('bank_statements').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toStatement(row) : null
}

export async function listStatementRows(page: {
  before: string | null
  limit: number
}): Promise<BankStatement[]> {
  const rows = await db
    .selectFrom('bank_statements')
    .selectAll()
    .$if(page.before !== null, (query) => query.where('id', '<', page.before!))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(toStatement)
}

function toStatement(row: Selectable<BankStatements>): BankStatement {
  return {
    id: row.id,
    bankAccountId: row.bank_account_id,
    format: row.format as StatementFormat,
    fileName: row.file_name,
    hash: row.hash,
    coversFrom: row.covers_from,
    coversUntil: row.covers_until,
    openingBalance: row.opening_balance,
    closingBalance: row.closing_balance,
    movementCount: row.movement_count,
    importedAt: row.imported_at,
  }
}
