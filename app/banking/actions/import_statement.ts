import { hash } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { type BankAccount, listBankAccountRows } from '#app/tenancy/index'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { ReadFailure, ReadStatements } from '#app/banking/drivers/contract'
import { readStatementFile } from '#app/banking/drivers/registry'
import {
  assignAccounts,
  type AssignProblem,
  type AssignedStatement,
} from '#app/banking/domain/assign_accounts'
import { matchMovements } from '#app/banking/domain/jobs'
import { fingerprintTexts } from '#app/banking/domain/movement'
import { bankStatementImported } from '#app/banking/events'
import { insertMovements } from '#app/banking/records/bank_movements'
import {
  type BankStatement,
  findStatementByHash,
  insertStatement,
} from '#app/banking/records/bank_statements'
import { loadLayouts } from '#app/banking/records/csv_layouts'

export interface ImportStatementInput {
  file: Uint8Array
  fileName: string
  /** For files that do not say it; null for the account in the file, or the only one. */
  bankAccountId: string | null
}

export type ImportStatementError = ReadFailure | AssignProblem | { type: 'bank_account_not_found' }

export interface ImportedStatement {
  statement: BankStatement
  /** Whether this very file was imported before: then nothing happened. */
  isRepeated: boolean
  freshCount: number
  /** Movements that the bank has not booked yet and that come again. */
  pendingCount: number
  /** Whether what was there before and what moved does not make what is there after. */
  balancesDiffer: boolean
}

/**
 * Imports a file of a bank. Each movement is kept once, however many files tell of it and however often: the database refuses a second one.
 * What is new is matched by a job, one movement at a time.
 */
@inject()
export class ImportStatement {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute(input: ImportStatementInput): Promise<Result<ImportedStatement[], ImportStatementError>> {
    const { file, bankAccountId } = input
    const { accounts, layoutOf } = await inReadTransaction(async () => ({
      accounts: await listBankAccountRows(),
      layoutOf: await loadLayouts(),
    }))
    const chosen = bankAccountId ? accounts.find(({ id }) => id === bankAccountId) : null
    if (bankAccountId && !chosen) return err({ type: 'bank_account_not_found' })
    const only = chosen ?? onlyOpen(accounts)
    // Reading takes its time with a large file: no transaction waits for it.
    const read = readStatementFile(file, { currency: only?.currency ?? 'EUR', layoutOf })
    if (!read.ok) return read
    const assigned = assignAccounts(read.value.statements, { accounts, chosen: chosen ?? null, only })
    if (!assigned.ok) return assigned
    return inTransaction(() => this.keep(input, read.value, assigned.value))
  }

  private async keep(
    { file, fileName }: ImportStatementInput,
    { format }: ReadStatements,
    statements: AssignedStatement[]
  ): Promise<Result<ImportedStatement[], ImportStatementError>> {
    const fileHash = hash('sha256', file, 'buffer')
    const imported: ImportedStatement[] = []
    for (const { account, movements, pendingCount, balancesDiffer, ...covers } of statements) {
      const statement: BankStatement = {
        ...covers,
        ...{ id: newId(), bankAccountId: account.id, format, fileName, hash: fileHash },
        movementCount: movements.length,
        importedAt: this.clock.now(),
      }
      const isNew = await insertStatement(statement)
      const kept = isNew ? statement : ((await findStatementByHash(account.id, fileHash)) ?? statement)
      const freshCount = isNew ? await this.addMovements(statement, movements) : 0
      imported.push({ statement: kept, isRepeated: !isNew, freshCount, pendingCount, balancesDiffer })
    }
    return ok(imported)
  }

  private async addMovements(
    { id: statementId, bankAccountId, fileName, format }: BankStatement,
    movements: AssignedStatement['movements']
  ): Promise<number> {
    const texts = fingerprintTexts(movements)
    const rows = movements.map((movement, index) => ({
      ...movement,
      ...{ id: newId(), fingerprint: hash('sha256', texts[index]!, 'buffer') },
    }))
    const { length: fresh } = await insertMovements(rows, { bankAccountId, statementId })
    const data = { statementId, bankAccountId, fileName, format, movements: movements.length, fresh }
    await this.events.record([fact(bankStatementImported, { kind: 'bank_statement', id: statementId }, { data })])
    if (fresh > 0) await enqueue(matchMovements, { statementId })
    return fresh
  } // prettier-ignore
}

function onlyOpen(accounts: BankAccount[]): BankAccount | null {
  const open = accounts.filter(({ closedAt }) => closedAt === null)
  return open.length === 1 ? open[0]! : null
}
