import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

export interface CustomerAccountSum {
  account: string
  kind: string
  currency: string
  balance: bigint
  customers: number
}

/** What all customers together owe us, and what we hold for them. Debit positive. */
export function sumCustomerAccounts(): Promise<CustomerAccountSum[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<CustomerAccountSum>`
      select split_part(code, ':', 1) as account, kind, currency, sum(balance)::bigint as balance,
             count(*) filter (where balance <> 0)::int as customers
        from ledger_accounts where customer_id is not null group by 1, 2, 3 order by 1, 3`.execute(db)
    return rows
  })
}
