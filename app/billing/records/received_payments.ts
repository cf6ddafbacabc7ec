import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { ReceivedPayments } from '#app/shared/database/schema'
import type { ReceivedMethod, ReceivedPayment } from '#app/billing/domain/received_payment'

/** @returns false when the same money was recorded before */
export async function insertReceivedPayment(received: ReceivedPayment): Promise<boolean> {
  const row = await db
    .insertInto('received_payments')
    .values({
      id: received.id,
      customer_id: received.customerId,
      method: received.method,
      amount: received.money.amount,
      currency: received.money.currency,
      received_on: received.receivedOn,
      reference: received.reference,
      note: received.note,
      applied_amount: received.appliedAmount,
      recorded_at: received.recordedAt,
      bank_movement_id: received.bankMovementId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function lockReceivedPayment(id: string): Promise<ReceivedPayment | null> {
  const row = await db
    .selectFrom('received_payments')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toReceived(row) : null
}

export async function setAppliedAmount(id: string, appliedAmount: bigint): Promise<void> {
  await db
    .updateTable('received_payments')
    .set({ applied_amount: appliedAmount })
    .where('id', '=', id)
    .execute()
}

export async function markReversed(id: string, reversedAt: Date): Promise<void> {
  await db.updateTable('received_payments').set({ reversed_at: reversedAt }).where('id', '=', id).execute()
}

export async function listReceivedRows(input: {
  customerId: string
  before: string | null
  limit: number
}): Promise<ReceivedPayment[]> {
  const rows = await db
    .selectFrom('received_payments')
    .selectAll()
    .where('customer_id', '=', input.customerId)
    .$if(input.before !== null, (query) => query.where('id', '<', input.before!))
    .orderBy('id', 'desc')
    .limit(input.limit)
    .execute()
  return rows.map(toReceived)
}

function toReceived(row: Selectable<ReceivedPayments>): ReceivedPayment {
  return {
    id: row.id,
    customerId: row.customer_id,
    method: row.method as ReceivedMethod,
    money: { amount: row.amount, currency: row.currency },
    receivedOn: row.received_on,
    reference: row.reference,
    note: row.note,
    appliedAmount: row.applied_amount,
    recordedAt: row.recorded_at,
    bankMovementId: row.bank_movement_id,
    reversedAt: row.reversed_at,
  }
}
