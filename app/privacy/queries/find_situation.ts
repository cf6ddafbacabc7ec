import { sql } from 'kysely'
import { findBalance } from '#app/billing/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Situation } from '#app/privacy/domain/erasure'
import * as legalHolds from '#app/privacy/records/legal_holds'

/** What of this customer still runs, is open or is fought over? */
export function findSituation(customerId: string, now: Date): Promise<Situation> {
  return inReadTransaction(async () => {
    const { rows } = await sql<Omit<Situation, 'balance' | 'isHeld'>>`
      select (select count(*)::integer from services
               where customer_id = ${customerId} and status not in ('terminated', 'failed')) as services,
             (select count(*)::integer from orders
               where customer_id = ${customerId} and status in ('reserving', 'awaiting_payment', 'in_review', 'provisioning')) as orders,
             (select count(*)::integer from invoices where customer_id = ${customerId} and status = 'open') as invoices,
             (select count(*)::integer from payments
               where customer_id = ${customerId} and status in ('created', 'action_required', 'processing', 'authorised', 'unknown')) as payments,
             (select count(*)::integer from disputes
               where customer_id = ${customerId} and status in ('inquiry', 'needs_response', 'under_review')) as disputes`.execute(
      db
    )
    const found = await findBalance(customerId, now)
    const isHeld = (await legalHolds.findOpen(customerId)) !== undefined
    return { ...rows[0]!, balance: found?.balance.amount ?? 0n, isHeld }
  })
}
