import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { Refunds } from '#app/shared/database/schema'
import { givingStatuses, type Refund, type RefundFailure } from '#app/payments/domain/refund'
import { isAtGateway, isOfRequest } from '#app/payments/records/shared_questions'

export async function insertRefund(refund: Refund): Promise<void> {
  await db
    .insertInto('refunds')
    .values({
      id: refund.id,
      customer_id: refund.customerId,
      way: refund.way,
      payment_id: refund.paymentId,
      gateway_id: refund.gatewayId,
      origin: refund.origin,
      amount: refund.money.amount,
      currency: refund.money.currency,
      wish: refund.wish === null ? null : JSON.stringify(refund.wish),
      reason: refund.reason,
      requested_by: refund.requestedBy,
      request_key: refund.requestKey,
      created_at: refund.createdAt,
      ...toColumns(refund),
    })
    .execute()
}

export async function findRefund(id: string): Promise<Refund | null> {
  const row = await db.selectFrom('refunds').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toRefund(row) : null
}

/** Its payment is locked first, as everybody does who changes what goes back on it, so that two never wait in a circle. */
export async function lockRefund(id: string): Promise<Refund | null> {
  const known = await db.selectFrom('refunds').select('payment_id').where('id', '=', id).executeTakeFirst()
  if (known?.payment_id) await db.selectFrom('payments').select('id').where('id', '=', known.payment_id).forNoKeyUpdate().execute() // prettier-ignore
  const row = await db
    .selectFrom('refunds')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toRefund(row) : null
}

/** The refund that a request began, whatever became of it. */
export async function findRefundByRequest(customerId: string, requestKey: string): Promise<Refund | null> {
  const row = await db
    .selectFrom('refunds')
    .selectAll()
    .where(isOfRequest(customerId, requestKey))
    .executeTakeFirst()
  return row ? toRefund(row) : null
}

export async function findRefundAtGateway(
  gatewayId: string,
  known: { reference: string; id: string | null }
): Promise<Refund | null> {
  const row = await db
    .selectFrom('refunds')
    .selectAll()
    .where(isAtGateway(gatewayId, known))
    .executeTakeFirst()
  return row ? toRefund(row) : null
}

export async function listRefundsOfPayment(paymentId: string): Promise<Refund[]> {
  const rows = await db
    .selectFrom('refunds')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute()
  return rows.map(toRefund)
}

/** What of a payment went back or is on its way, in minor units. */
export async function sumGivenBack(paymentId: string): Promise<bigint> {
  const row = await db
    .selectFrom('refunds')
    .select((eb) => sql<bigint>`coalesce(${eb.fn.sum('amount')}, 0)::bigint`.as('amount'))
    .where('payment_id', '=', paymentId)
    .where('status', 'in', givingStatuses)
    .executeTakeFirstOrThrow()
  return row.amount
}

/** What one person gave back to one customer since then by themselves, or agreed to, in minor units; what came to nothing does not count. */
export async function sumRequested(question: {
  customerId: string
  currency: string
  userId: string
  since: Date
}): Promise<bigint> {
  const row = await db
    .selectFrom('refunds')
    .select((eb) => sql<bigint>`coalesce(${eb.fn.sum('amount')}, 0)::bigint`.as('amount'))
    .where('customer_id', '=', question.customerId)
    .where('currency', '=', question.currency)
    .where(({ and, eb, or }) =>
      or([
        and([
          eb('requested_by', '=', question.userId),
          eb('decided_by', 'is', null),
          eb('created_at', '>', question.since),
        ]),
        // When it was agreed to is not kept; nothing agreed to moved before.
        and([eb('decided_by', '=', question.userId), eb('updated_at', '>', question.since)]),
      ])
    )
    .where('status', 'in', givingStatuses)
    .executeTakeFirstOrThrow()
  return row.amount
}

export type RefundChanges = Partial<
  Pick<
    Refund,
    | 'status' | 'pendingCall' | 'calledAt' | 'creditNoteId' | 'gatewayReference' | 'failure' | 'claimUrl' | 'nextCheckAt' | 'checkCount'
    | 'decidedBy' | 'sentReference' | 'succeededAt' | 'returnedAt' | 'updatedAt'
  >
> // prettier-ignore

export async function updateRefund(refund: Refund, changes: RefundChanges): Promise<Refund> {
  const changed = { ...refund, ...changes }
  tell(db.updateTable('refunds').set(toColumns(changed)).where('id', '=', refund.id).compile())
  return changed
}

function toColumns(refund: Refund) {
  return {
    invoice_id: refund.invoiceId,
    credit_note_id: refund.creditNoteId,
    status: refund.status,
    pending_call: refund.pendingCall,
    called_at: refund.calledAt,
    gateway_reference: refund.gatewayReference,
    failure: refund.failure === null ? null : JSON.stringify(refund.failure),
    claim_url: refund.claimUrl,
    next_check_at: refund.nextCheckAt,
    check_count: refund.checkCount,
    decided_by: refund.decidedBy,
    sent_reference: refund.sentReference,
    succeeded_at: refund.succeededAt,
    returned_at: refund.returnedAt,
    updated_at: refund.updatedAt,
  }
}

export function toRefund(row: Selectable<Refunds>): Refund {
  return {
    id: row.id,
    customerId: row.customer_id,
    way: row.way as Refund['way'],
    paymentId: row.payment_id,
    gatewayId: row.gateway_id,
    origin: row.origin as Refund['origin'],
    money: { amount: row.amount, currency: row.currency },
    invoiceId: row.invoice_id,
    wish: row.wish as Record<string, unknown> | null,
    creditNoteId: row.credit_note_id,
    reason: row.reason,
    status: row.status as Refund['status'],
    pendingCall: row.pending_call as Refund['pendingCall'],
    calledAt: row.called_at,
    gatewayReference: row.gateway_reference,
    failure: row.failure as unknown as RefundFailure | null,
    claimUrl: row.claim_url,
    nextCheckAt: row.next_check_at,
    checkCount: row.check_count,
    requestedBy: row.requested_by,
    decidedBy: row.decided_by,
    requestKey: row.request_key,
    sentReference: row.sent_reference,
    succeededAt: row.succeeded_at,
    returnedAt: row.returned_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
