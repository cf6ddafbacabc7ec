import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { RemoteCalls } from '#app/shared/database/schema'
import { inReadTransaction } from '#app/shared/database/unit'
import { findPaymentFor } from '#app/payments/queries/find_payment_for'
import type { ListedPayment } from '#app/payments/queries/list_payments'
import type { PaymentWarning } from '#app/payments/domain/payment_warning'
import { listWarningsOf } from '#app/payments/records/payment_warnings'
import { type InboxMessage, toMessage } from '#app/payments/records/inbox'
import { listReceipts, type PaymentReceipt } from '#app/payments/records/payment_receipts'

/** Everything there is about a payment, for the staff member who asks what happened. */
export interface PaymentFile {
  payment: ListedPayment
  calls: Selectable<RemoteCalls>[]
  messages: InboxMessage[]
  /** Final transfers of coins; empty for every other way to pay. */
  receipts: PaymentReceipt[]
  /** Why staff were to decide about it. */
  warnings: PaymentWarning[]
}

const shownMax = 100

/** A payment with the calls that were made for it and the messages that came about it. Secrets were cut out when they were kept. */
export function showPaymentToStaff(id: string): Promise<PaymentFile | null> {
  return inReadTransaction(async () => {
    const payment = await findPaymentFor({ id, customerId: null })
    if (!payment) return null
    const calls = await db
      .selectFrom('remote_calls')
      .selectAll()
      .where('subject_id', '=', id)
      .orderBy('id', 'desc')
      .limit(shownMax)
      .execute()
    const messages = payment.gatewayReference
      ? await db
          .selectFrom('webhook_inbox')
          .selectAll()
          .where('object_reference', '=', payment.gatewayReference)
          .orderBy('id', 'desc')
          .limit(shownMax)
          .execute()
      : []
    const warnings = await listWarningsOf(id)
    return { payment, calls, messages: messages.map(toMessage), receipts: await listReceipts(id), warnings }
  })
}
