import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { PaymentWarnings } from '#app/shared/database/schema'
import type { PaymentWarning, WarningStatus } from '#app/payments/domain/payment_warning'

/** @returns false when the payment has a warning of this kind already */
export async function insertWarning(warning: PaymentWarning): Promise<boolean> {
  const row = await db
    .insertInto('payment_warnings')
    .values({
      id: warning.id,
      payment_id: warning.paymentId,
      customer_id: warning.customerId,
      gateway_id: warning.gatewayId,
      kind: warning.kind,
      gateway_reference: warning.gatewayReference,
      code: warning.code,
      status: warning.status,
      warned_at: warning.warnedAt,
      decided_at: warning.decidedAt,
      decided_by: warning.decidedBy,
      note: warning.note,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'payment_id', 'kind']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Oldest first. */
export async function listWarningsOf(paymentId: string): Promise<PaymentWarning[]> {
  const rows = await db
    .selectFrom('payment_warnings')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute()
  return rows.map(toWarning)
}

export interface WarningDecision {
  status: Exclude<WarningStatus, 'open'>
  at: Date
  by?: string | null
  note?: string | null
}

/** @returns those that were open */
export async function closeWarnings(
  paymentId: string,
  { status, at, by = null, note = null }: WarningDecision
): Promise<PaymentWarning[]> {
  const rows = await db
    .updateTable('payment_warnings')
    .set({ status, decided_at: at, decided_by: by, note })
    .where('payment_id', '=', paymentId)
    .where('status', '=', 'open')
    .$if(status === 'given_back', (query) => query.where(isGivenBackWhole(paymentId)))
    .returningAll()
    .execute()
  return rows.map(toWarning)
}

/** All that was taken went back. */
function isGivenBackWhole(paymentId: string) {
  return sql<boolean>`(
    select p.captured_amount from payments p where p.tenant_id = platform.current_tenant() and p.id = ${paymentId}::uuid
  ) <= (
    select coalesce(sum(r.amount), 0) from refunds r
     where r.tenant_id = platform.current_tenant() and r.payment_id = ${paymentId}::uuid and r.status = 'succeeded'
  )`
}

/** Whether a payment of a customer went well before this one. */
export async function hasPaidBefore(customerId: string, paymentId: string): Promise<boolean> {
  const row = await db
    .selectFrom('payments as p')
    .select('p.id')
    .where('p.customer_id', '=', customerId)
    .where('p.status', '=', 'succeeded')
    .where('p.id', '<', paymentId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('disputes as d')
            .select('d.id')
            .whereRef('d.tenant_id', '=', 'p.tenant_id')
            .whereRef('d.payment_id', '=', 'p.id')
        )
      )
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function toWarning(row: Selectable<PaymentWarnings>): PaymentWarning {
  return {
    id: row.id,
    paymentId: row.payment_id,
    customerId: row.customer_id,
    gatewayId: row.gateway_id,
    kind: row.kind as PaymentWarning['kind'],
    gatewayReference: row.gateway_reference,
    code: row.code,
    status: row.status as WarningStatus,
    warnedAt: row.warned_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    note: row.note,
  }
}
