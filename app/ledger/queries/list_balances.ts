import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'

export interface AccountBalance {
  id: string
  code: string
  kind: string
  customerId: string | null
  /** Debit positive. */
  balance: Money
}

/** What every ledger account of the tenant, or of one customer, stands at. */
export function listBalances({ customerId }: { customerId?: string } = {}): Promise<AccountBalance[]> {
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('ledger_accounts')
      .select(['id', 'code', 'kind', 'customer_id', 'currency', 'balance'])
      .$if(customerId !== undefined, (query) => query.where('customer_id', '=', customerId!))
      .$if(customerId === undefined, (query) => query.where('customer_id', 'is', null))
      .orderBy('code')
      .orderBy('currency')
      .execute()
    return rows.map((row) => ({
      id: row.id,
      code: row.code,
      kind: row.kind,
      customerId: row.customer_id,
      balance: { amount: row.balance, currency: row.currency },
    }))
  })
}
