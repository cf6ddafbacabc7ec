import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { addDays } from '#app/shared/time/calendar'
import type { BankMovement } from '#app/banking/domain/movement'
import type { Proposal } from '#app/banking/domain/proposal'

/** A transfer comes back within days; a bank that takes longer is found by its references. */
const daysBackMax = 120
const listedMax = 5

interface Row {
  receivedPaymentId: string
  customerId: string
  hasReference: boolean
  hasAccount: boolean
}

/** Which payments may be those that the bank gave back: the same amount, by the same reference or to the same account, the latest first. */
export async function findReturnedPayments(movement: BankMovement): Promise<Proposal[]> {
  const { bankAccountId, amount, currency, bookedOn, endToEndId, bankReference, counterpartyIban } = movement
  const { rows } = await sql<Row>`
    select m.received_payment_id as "receivedPaymentId", m.customer_id as "customerId",
           coalesce(m.end_to_end_id = ${endToEndId} or m.bank_reference = ${bankReference}, false) as "hasReference",
           coalesce(m.counterparty_iban = ${counterpartyIban}, false) as "hasAccount"
      from bank_movements m
      join received_payments r on r.tenant_id = m.tenant_id and r.id = m.received_payment_id and r.reversed_at is null
     where m.bank_account_id = ${bankAccountId} and m.direction = 'credit' and m.status = 'booked' and m.amount = ${amount}
       and m.currency = ${currency} and m.booked_on between ${addDays(bookedOn, -daysBackMax)}::date and ${bookedOn}::date
       and (m.end_to_end_id = ${endToEndId} or m.bank_reference = ${bankReference} or m.counterparty_iban = ${counterpartyIban})
     order by "hasReference" desc, m.booked_on desc, m.id desc limit ${listedMax}`.execute(db)
  const isOne = rows.filter(({ hasReference }) => hasReference).length === 1
  return rows.map(({ receivedPaymentId, customerId, hasReference, hasAccount }) => ({
    ...{ customerId, receivedPaymentId, invoiceIds: [], toBalance: 0n },
    confidence: hasReference && isOne ? 'likely' : 'possible',
    reasons: ['came_back', ...(hasReference ? ['creditor_reference' as const] : []), ...(hasAccount ? ['known_account' as const] : [])],
  }))
} // prettier-ignore
