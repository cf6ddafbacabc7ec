import { findCustomer } from '#app/customers/index'
import { readCustomerBalance } from '#app/ledger/index'
import { findTopUpRoom, type PaymentLimits, readReservedMoney } from '#app/payments/index'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'

export interface BalanceFound {
  balance: Money
  /** What of it may be spent now. */
  free: Money
  limits: PaymentLimits
  /** How much may be topped up now. */
  room: bigint
}

/** What is on a customer's balance, and what may be added to it. Null when there is no such customer. */
export function findBalance(customerId: string, now: Date): Promise<BalanceFound | null> {
  return inReadTransaction(async () => {
    const customer = await findCustomer(customerId)
    if (!customer) return null
    const { currency } = customer
    const balance = await readCustomerBalance({ customerId, currency })
    const reserved = await readReservedMoney({ customerId, currency })
    const { limits, room } = await findTopUpRoom({ customerId, currency, now })
    return { balance, free: { amount: balance.amount - reserved, currency }, limits, room }
  })
}
