import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import type { GatewayReceipt } from '#app/payments/domain/gateway_values'
import type { Payment } from '#app/payments/domain/payment'

/** A transfer of coins as it was recorded. Amounts of coins are plain decimals. */
export interface PaymentReceipt {
  id: string
  reference: string
  method: string
  coin: string
  coinAmount: string
  rate: string
  networkFee: string | null
  amount: bigint
  bookedAmount: bigint | null
  isLate: boolean
  receivedAt: Date
}

/** The transfers to a payment, oldest first. */
export async function listReceipts(paymentId: string): Promise<PaymentReceipt[]> {
  const rows = await db
    .selectFrom('payment_receipts')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('received_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    method: row.method,
    coin: row.coin,
    coinAmount: String(row.coin_amount),
    rate: String(row.rate),
    networkFee: row.network_fee === null ? null : String(row.network_fee),
    amount: row.amount,
    bookedAmount: row.booked_amount,
    isLate: row.is_late,
    receivedAt: row.received_at,
  }))
}

/**
 * Records transfers. What they were booked with by themselves stands with the last of them, whose id is the cause of that entry.
 * @returns the id of the last
 */
export async function insertReceipts(
  payment: Pick<Payment, 'id' | 'gatewayId'>,
  receipts: readonly GatewayReceipt[],
  { bookedAmount, recordedAt }: { bookedAmount: bigint | null; recordedAt: Date }
): Promise<string | null> {
  if (receipts.length === 0) return null
  const rows = receipts.map((receipt, index) => ({
    id: newId(),
    payment_id: payment.id,
    gateway_id: payment.gatewayId,
    reference: receipt.reference,
    method: receipt.method,
    coin: receipt.coin,
    coin_amount: receipt.coinAmount,
    rate: receipt.rate,
    network_fee: receipt.networkFee,
    amount: receipt.amount,
    booked_amount: index === receipts.length - 1 ? bookedAmount : null,
    is_late: receipt.isLate,
    received_at: receipt.receivedAt,
    recorded_at: recordedAt,
  }))
  await db.insertInto('payment_receipts').values(rows).execute()
  return rows.at(-1)!.id
}
