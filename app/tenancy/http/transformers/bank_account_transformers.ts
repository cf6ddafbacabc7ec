import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { BankAccount } from '#app/tenancy/domain/bank_account'

export function showBankAccount(account: BankAccount) {
  return {
    id: showId('bankAccount', account.id),
    holder: account.holder,
    iban: account.iban,
    bic: account.bic,
    bank_name: account.bankName,
    currency: account.currency,
    status: account.closedAt ? 'closed' : 'open',
    opened_at: account.openedAt.toISOString(),
    closed_at: account.closedAt?.toISOString() ?? null,
  }
}

export const bankAccountShape = vine.create({
  id: vine.string(),
  holder: vine.string(),
  iban: vine.string(),
  bic: vine.string().nullable(),
  bank_name: vine.string().nullable(),
  currency: vine.string(),
  status: vine.enum(['open', 'closed'] as const),
  opened_at: vine.string(),
  closed_at: vine.string().nullable(),
})
