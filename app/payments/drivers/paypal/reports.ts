import type { Transaction, TransactionPage } from '#app/payments/drivers/paypal/api_types'
import type { PayPalClient } from '#app/payments/drivers/paypal/transport'

/** The widest range that one question may have is 31 days. */
const rangeMs = 30 * 24 * 3_600_000
const pageSize = 500

export interface Report {
  transactions: Transaction[]
  /** Up to when it is complete: at PayPal up to three hours ago. */
  completeUntil: Date
}

/**
 * The account's transactions from one instant to another, in steps that PayPal allows.
 * @param onlyBalance without authorisations and other lines that move nothing
 */
export async function readTransactions(
  client: PayPalClient,
  { from, to, onlyBalance }: { from: Date; to: Date; onlyBalance: boolean }
): Promise<Report> {
  const transactions = new Map<string, Transaction>()
  let completeUntil = to
  for (let start = from.getTime(); start < to.getTime(); start += rangeMs) {
    const end = Math.min(start + rangeMs, to.getTime())
    let page = 1
    let pages = 1
    for (; page <= pages; page += 1) {
      const answer = await client.call<TransactionPage>({
        method: 'GET',
        path: `/v1/reporting/transactions?${question({ start, end, page, onlyBalance })}`,
      })
      pages = answer.total_pages ?? 1
      for (const transaction of answer.transaction_details ?? []) {
        const { transaction_id: id, transaction_event_code: code } = transaction.transaction_info
        transactions.set(`${id} ${code}`, transaction)
      }
      const refreshed = answer.last_refreshed_datetime ? new Date(answer.last_refreshed_datetime) : null
      if (!refreshed) completeUntil = from
      else if (refreshed < completeUntil) completeUntil = refreshed
    }
  }
  return { transactions: [...transactions.values()], completeUntil }
}

function question(range: { start: number; end: number; page: number; onlyBalance: boolean }) {
  return new URLSearchParams({
    start_date: new Date(range.start).toISOString(),
    end_date: new Date(range.end).toISOString(),
    fields: 'transaction_info',
    balance_affecting_records_only: range.onlyBalance ? 'Y' : 'N',
    page_size: String(pageSize),
    page: String(range.page),
  })
}
