import { db } from '#app/shared/database/db'

export interface BankSettings {
  /** Whether a match that leaves no doubt is booked at once. */
  booksCertain: boolean
}

export async function readBankSettings(): Promise<BankSettings> {
  const row = await db.selectFrom('bank_settings').select('books_certain').executeTakeFirst()
  return { booksCertain: row?.books_certain ?? true }
}

export async function saveBankSettings({ booksCertain }: BankSettings): Promise<void> {
  await db
    .insertInto('bank_settings')
    .values({ books_certain: booksCertain })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ books_certain: booksCertain }))
    .execute()
}
