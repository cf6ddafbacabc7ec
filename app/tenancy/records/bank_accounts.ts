import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { BankAccounts } from '#app/shared/database/schema'
import type { BankAccount } from '#app/tenancy/domain/bank_account'

function toBankAccount(row: Selectable<BankAccounts>): BankAccount {
  const { id, holder, iban, bic, bank_name: bankName, currency } = row
  return { id, holder, iban, bic, bankName, currency, openedAt: row.opened_at, closedAt: row.closed_at }
}

/** Those in use first, by currency; a tenant has a handful. */
export async function listBankAccountRows(): Promise<BankAccount[]> {
  const rows = await db
    .selectFrom('bank_accounts')
    .selectAll()
    .orderBy((eb) => eb('closed_at', 'is not', null))
    .orderBy('currency')
    .orderBy('id')
    .execute()
  return rows.map(toBankAccount)
}

/** The same, locked until the open transaction ends; nobody opens another one meanwhile. */
export async function lockBankAccounts(): Promise<BankAccount[]> {
  takeTurn('bank_accounts')
  const rows = await db.selectFrom('bank_accounts').selectAll().orderBy('id').forNoKeyUpdate().execute()
  return rows.map(toBankAccount)
}

export async function insertBankAccount(account: BankAccount): Promise<void> {
  const { id, holder, iban, bic, bankName, currency, openedAt } = account
  await db
    .insertInto('bank_accounts')
    .values({ id, holder, iban, bic, bank_name: bankName, currency, opened_at: openedAt })
    .execute()
}

export async function updateBankAccount(
  id: string,
  { holder, bic, bankName, closedAt }: Pick<BankAccount, 'holder' | 'bic' | 'bankName' | 'closedAt'>
): Promise<void> {
  await db
    .updateTable('bank_accounts')
    .set({ holder, bic, bank_name: bankName, closed_at: closedAt })
    .where('id', '=', id)
    .execute()
}
