import { inReadTransaction } from '#app/shared/database/unit'
import { type BankSettings, readBankSettings } from '#app/banking/records/bank_settings'

/** Are matches that leave no doubt booked by themselves? */
export function findBankSettings(): Promise<BankSettings> {
  return inReadTransaction(readBankSettings)
}
