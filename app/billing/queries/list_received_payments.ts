import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { ReceivedPayment } from '#app/billing/domain/received_payment'
import { listReceivedRows } from '#app/billing/records/received_payments'

/** What staff recorded for a customer, newest first. */
export function listReceivedPayments(question: {
  customerId: string
  before: string | null
  size: number
}): Promise<Page<ReceivedPayment>> {
  const { customerId, before, size } = question
  return inReadTransaction(async () =>
    toPage(await listReceivedRows({ customerId, before, limit: size + 1 }), size)
  )
}
