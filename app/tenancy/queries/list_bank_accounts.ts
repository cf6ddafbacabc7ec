import { inReadTransaction } from '#app/shared/database/unit'
import type { BankAccount } from '#app/tenancy/domain/bank_account'
import { listBankAccountRows } from '#app/tenancy/records/bank_accounts'

/** To which accounts do customers transfer money, and to which did they? */
export function listBankAccounts(): Promise<BankAccount[]> {
  return inReadTransaction(listBankAccountRows)
}
