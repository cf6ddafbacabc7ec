import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { Disputes } from '#app/shared/database/schema'
import type { Dispute, Evidence } from '#app/payments/domain/dispute'

/** What of a payment is disputed, or was taken back for good, in minor units; and whether one of its disputes is still open. */
export async function readDisputed(paymentId: string): Promise<{ amount: bigint; isOpen: boolean }> {
  const row = await db
    .selectFrom('disputes')
    .select([
      sql<bigint>`coalesce(sum(amount) filter (where is_withheld), 0)::bigint`.as('amount'),
      sql<boolean>`coalesce(bool_or(status in ('needs_response', 'under_review')), false)`.as('is_open'),
    ])
    .where('payment_id', '=', paymentId)
    .executeTakeFirstOrThrow()
  return { amount: row.amount, isOpen: row.is_open }
}

/** Whether just so much of a payment was taken back by a dispute. */
export async function isWithheld(paymentId: string, amount: bigint): Promise<boolean> {
  const row = await db
    .selectFrom('disputes')
    .select('id')
    .where('payment_id', '=', paymentId)
    .where('is_withheld', '=', true)
    .where('amount', '=', amount)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Disputes on a payment, locked, the oldest first. */
export async function lockDisputesOf(paymentId: string): Promise<Dispute[]> {
  const rows = await db
    .selectFrom('disputes')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toDispute)
}

export async function insertDispute(dispute: Dispute): Promise<void> {
  await db
    .insertInto('disputes')
    .values({
      id: dispute.id,
      customer_id: dispute.customerId,
      payment_id: dispute.paymentId,
      gateway_id: dispute.gatewayId,
      amount: dispute.money.amount,
      currency: dispute.money.currency,
      opened_at: dispute.openedAt,
      created_at: dispute.createdAt,
      ...toColumns(dispute),
    })
    .execute()
}

export async function findDispute(id: string): Promise<Dispute | null> {
  const row = await db.selectFrom('disputes').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toDispute(row) : null
}

export async function lockDispute(id: string): Promise<Dispute | null> {
  const row = await db
    .selectFrom('disputes')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toDispute(row) : null
}

export async function findDisputeAtGateway(gatewayId: string, reference: string): Promise<Dispute | null> {
  const row = await db
    .selectFrom('disputes')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('gateway_reference', '=', reference)
    .executeTakeFirst()
  return row ? toDispute(row) : null
}

export async function updateDispute(dispute: Dispute, changes: Partial<Dispute>): Promise<Dispute> {
  const changed = { ...dispute, ...changes }
  tell(db.updateTable('disputes').set(toColumns(changed)).where('id', '=', dispute.id).compile())
  return changed
}

function toColumns(dispute: Dispute) {
  return {
    gateway_reference: dispute.gatewayReference,
    reversal_reference: dispute.reversalReference,
    status: dispute.status,
    reason: dispute.reason,
    code: dispute.code,
    is_withheld: dispute.isWithheld,
    fee_amount: dispute.fee?.amount ?? 0n,
    fee_currency: dispute.fee?.currency ?? null,
    respond_by: dispute.respondBy,
    is_answered: dispute.isAnswered,
    is_appeal: dispute.isAppeal,
    loss_treatment: dispute.lossTreatment,
    passed_on_amount: dispute.passedOn,
    evidence: dispute.evidence === null ? null : JSON.stringify(dispute.evidence),
    handed_in_at: dispute.handedInAt,
    handed_in_by: dispute.handedInBy,
    pending_call: dispute.pendingCall,
    problem: dispute.problem,
    next_check_at: dispute.nextCheckAt,
    check_count: dispute.checkCount,
    closed_at: dispute.closedAt,
    updated_at: dispute.updatedAt,
  }
}

export function toDispute(row: Selectable<Disputes>): Dispute {
  return {
    id: row.id,
    customerId: row.customer_id,
    paymentId: row.payment_id,
    gatewayId: row.gateway_id,
    gatewayReference: row.gateway_reference,
    reversalReference: row.reversal_reference,
    status: row.status as Dispute['status'],
    reason: row.reason,
    code: row.code,
    money: { amount: row.amount, currency: row.currency },
    isWithheld: row.is_withheld,
    fee: row.fee_amount > 0n ? { amount: row.fee_amount, currency: row.fee_currency! } : null,
    respondBy: row.respond_by,
    isAnswered: row.is_answered,
    isAppeal: row.is_appeal,
    lossTreatment: row.loss_treatment as Dispute['lossTreatment'],
    passedOn: row.passed_on_amount,
    evidence: row.evidence as unknown as Evidence | null,
    handedInAt: row.handed_in_at,
    handedInBy: row.handed_in_by,
    pendingCall: row.pending_call as Dispute['pendingCall'],
    problem: row.problem,
    nextCheckAt: row.next_check_at,
    checkCount: row.check_count,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
