import { showId } from '#app/shared/ids'
import { toWire as moneyToWire } from '#app/shared/money/money'
import type { AccountBalance, LedgerEntry } from '#app/ledger/index'
import type { CustomerAccountSum } from '#app/reporting/queries/sum_customer_accounts'

export function balanceToWire({ id, code, kind, balance }: AccountBalance) {
  return { id: showId('ledgerAccount', id), ...nameOf(code), kind, balance: moneyToWire(balance) }
}

/** `currency` stands in the money alone. */
export function customerSumToWire({ currency, balance, ...row }: CustomerAccountSum) {
  return { ...row, balance: moneyToWire({ amount: balance, currency }) }
}

export function ledgerEntryToWire(entry: LedgerEntry) {
  return {
    id: showId('journalEntry', entry.id),
    kind: entry.kind,
    booked_on: entry.bookedOn,
    occurred_at: entry.occurredAt.toISOString(),
    lines: entry.lines.map((line) => ({
      ...nameOf(line.code),
      invoice_id: line.invoiceId ? showId('invoice', line.invoiceId) : null,
      money: moneyToWire(line.money),
    })),
  }
}

/** `receivable:<customer>` is named "receivable"; `cash:stripe` keeps what stands behind the colon. */
export function nameOf(code: string): { account: string; detail: string | null } {
  const [account = code, detail = ''] = code.split(':')
  return { account, detail: detail === '' || detail.length > 20 ? null : detail }
}
