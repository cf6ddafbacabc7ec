import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { money, type Money } from '#app/shared/money/money'
import { chart } from '#app/ledger/domain/chart'

interface Question {
  customerId: string
  currency: string
}

/** How much of a customer's money we hold, ready to be spent on invoices. */
export function readCustomerBalance({ customerId, currency }: Question): Promise<Money> {
  return inReadTransaction(() => readBalance({ customerId, currency }, false))
}

/** The same, locked until the open transaction ends: for spending it. Nobody else can spend it in the meantime. */
export function lockCustomerBalance({ customerId, currency }: Question): Promise<Money> {
  return readBalance({ customerId, currency }, true)
}

async function readBalance({ customerId, currency }: Question, isLocked: boolean): Promise<Money> {
  const row = await db
    .selectFrom('ledger_accounts')
    .select('balance')
    .where('code', '=', chart.customerBalance(customerId).code)
    .where('currency', '=', currency)
    .$if(isLocked, (query) => query.forNoKeyUpdate())
    .executeTakeFirst()
  // A liability stands on the credit side: what we owe is shown positive.
  return money(-(row?.balance ?? 0n), currency)
}
