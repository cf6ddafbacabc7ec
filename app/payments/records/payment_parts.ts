import { db } from '#app/shared/database/db'
import { derivedId } from '#app/shared/ids'
import type { DebtPart } from '#app/payments/domain/debt'

/** What of a payment is for which invoice, and the cause under which it is applied to it. */
export interface PaymentPart extends DebtPart {
  causeId: string
}

/** Seals what a payment for several invoices is for. The database refuses parts that do not add up to it. */
export async function insertParts(paymentId: string, parts: readonly DebtPart[]): Promise<void> {
  await db
    .insertInto('payment_parts')
    .values(
      parts.map(({ invoiceId, amount }, position) => ({
        payment_id: paymentId,
        invoice_id: invoiceId,
        position,
        amount,
        cause_id: derivedId(paymentId, invoiceId),
      }))
    )
    .execute()
}

/** The parts of payments, in the order in which they were chosen; a payment without parts is left out. */
export async function findParts(paymentIds: readonly string[]): Promise<Map<string, PaymentPart[]>> {
  if (paymentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('payment_parts')
    .select(['payment_id', 'invoice_id', 'amount', 'cause_id'])
    .where('payment_id', 'in', paymentIds)
    .orderBy('payment_id')
    .orderBy('position')
    .execute()
  const grouped = Map.groupBy(rows, (row) => row.payment_id)
  return new Map(
    [...grouped].map(([id, parts]) => [
      id,
      parts.map((row) => ({ invoiceId: row.invoice_id, amount: row.amount, causeId: row.cause_id })),
    ])
  )
}
