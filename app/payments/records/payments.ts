import type { Selectable, Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { Payments } from '#app/shared/database/schema'
import type { Decline, PaymentRisk } from '#app/payments/domain/gateway_values'
import { type Debt, invoicesOf } from '#app/payments/domain/debt'
import type { OpenPayment } from '#app/payments/domain/occupation'
import {
  type Consent,
  openStatuses,
  type Payment,
  type PaymentStatus,
  type PendingCall,
} from '#app/payments/domain/payment'
import { findParts } from '#app/payments/records/payment_parts'
import { isAtGateway, isOfRequest } from '#app/payments/records/shared_questions'

export async function insertPayment(payment: Payment): Promise<void> {
  tell(
    db
      .insertInto('payments')
      .values({
        id: payment.id,
        customer_id: payment.customerId,
        gateway_id: payment.gatewayId,
        order_id: payment.orderId,
        invoice_id: payment.invoiceId,
        is_top_up: payment.isTopUp,
        request_key: payment.requestKey,
        collection_step: payment.collectionStep,
        payment_method_id: payment.paymentMethodId,
        amount: payment.money.amount,
        currency: payment.money.currency,
        capture: payment.capture,
        is_off_session: payment.isOffSession,
        created_at: payment.createdAt,
        ...toColumns(payment),
      })
      .compile()
  )
}

export async function findPayment(id: string): Promise<Payment | null> {
  const row = await db.selectFrom('payments').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toPayment(row) : null
}

export async function lockPayment(id: string): Promise<Payment | null> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toPayment(row) : null
}

/** The payment that occupies an order, if one does. */
export async function lockOpenPaymentOfOrder(orderId: string): Promise<Payment | null> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('status', 'in', openStatuses)
    .orderBy('id', 'desc')
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toPayment(row) : null
}

/** What was taken for an order and belongs to no invoice yet, oldest first. */
export async function lockTakenPaymentsOfOrder(orderId: string): Promise<Payment[]> {
  const rows = await db
    .selectFrom('payments')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('status', '=', 'succeeded')
    .where('invoice_id', 'is', null)
    .where('applied_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toPayment)
}

/** The payments that occupy a debt or a part of it, newest first. */
export async function lockOpenPayments(debt: Debt): Promise<OpenPayment[]> {
  const rows = await db
    .selectFrom('payments')
    .selectAll()
    .where((eb) => {
      if (debt.kind === 'order') return eb('order_id', '=', debt.id)
      if (debt.kind === 'top_up') return eb('customer_id', '=', debt.customerId).and('is_top_up', '=', true)
      return eb('id', 'in', idsForInvoices(invoicesOf(debt)))
    })
    .where('status', 'in', openStatuses)
    .orderBy('id', 'desc')
    .forNoKeyUpdate()
    .execute()
  const parts = await findParts(rows.map(({ id }) => id))
  return rows.map((row) => ({ payment: toPayment(row), parts: parts.get(row.id) ?? [] }))
}

/** Waits for whoever is at the open payments of invoices: they book to the customer balance, so it is locked after them. */
export async function lockOpenPaymentsOf(invoiceIds: readonly string[]): Promise<void> {
  await db
    .selectFrom('payments')
    .select('id')
    .where('id', 'in', idsForInvoices(invoiceIds))
    .where('status', 'in', openStatuses)
    .orderBy('id', 'desc')
    .forNoKeyUpdate()
    .execute()
}

/** Payments for invoices, alone or with others: two indexes, where a condition with `or` would read every payment. */
function idsForInvoices(invoiceIds: readonly string[]) {
  return db
    .selectFrom('payments')
    .select('id')
    .where('invoice_id', 'in', invoiceIds)
    .union(
      db
        .selectFrom('payment_parts')
        .select('payment_id as id')
        .where('invoice_id', 'in', invoiceIds)
        .where('is_open', '=', true)
    )
}

/** The payment that a request began, whatever became of it. */
export async function findPaymentByRequest(customerId: string, requestKey: string): Promise<Payment | null> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where(isOfRequest(customerId, requestKey))
    .executeTakeFirst()
  return row ? toPayment(row) : null
}

export async function findPaymentAtGateway(
  gatewayId: string,
  known: { reference: string; id: string | null }
): Promise<Payment | null> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where(isAtGateway(gatewayId, known))
    .executeTakeFirst()
  return row ? toPayment(row) : null
}

export type PaymentChanges = Partial<
  Pick<
    Payment,
    | 'status' | 'attempt' | 'pendingCall' | 'captureAmount' | 'capturedAmount' | 'forgivenAmount' | 'watchedUntil' | 'holdsUntil' | 'gatewayReference' | 'failure' | 'nextCheckAt' | 'checkCount'
    | 'authorisedAt' | 'authorisationExpiresAt' | 'succeededAt' | 'risk' | 'appliedAt' | 'paymentMethodId' | 'invoiceId' | 'updatedAt'
  >
> // prettier-ignore

export async function updatePayment(payment: Payment, changes: PaymentChanges): Promise<Payment> {
  const changed = { ...payment, ...changes }
  tell(
    db
      .updateTable('payments')
      .set({
        invoice_id: changed.invoiceId,
        payment_method_id: changed.paymentMethodId,
        ...toColumns(changed),
      } satisfies Updateable<Payments>)
      .where('id', '=', payment.id)
      .compile()
  )
  return changed
}

function toColumns(payment: Payment) {
  return {
    status: payment.status,
    pending_call: payment.pendingCall,
    capture_amount: payment.captureAmount,
    captured_amount: payment.capturedAmount,
    forgiven_amount: payment.forgivenAmount,
    consent: payment.consent === null ? null : JSON.stringify(payment.consent),
    gateway_reference: payment.gatewayReference,
    failure: payment.failure === null ? null : JSON.stringify(payment.failure),
    risk: payment.risk === null ? null : JSON.stringify(payment.risk),
    attempt: payment.attempt,
    next_check_at: payment.nextCheckAt,
    check_count: payment.checkCount,
    watched_until: payment.watchedUntil,
    holds_until: payment.holdsUntil,
    authorised_at: payment.authorisedAt,
    authorisation_expires_at: payment.authorisationExpiresAt,
    succeeded_at: payment.succeededAt,
    applied_at: payment.appliedAt,
    updated_at: payment.updatedAt,
  }
}

export function toPayment(row: Selectable<Payments>): Payment {
  return {
    id: row.id,
    customerId: row.customer_id,
    gatewayId: row.gateway_id,
    orderId: row.order_id,
    invoiceId: row.invoice_id,
    isTopUp: row.is_top_up,
    paymentMethodId: row.payment_method_id,
    money: { amount: row.amount, currency: row.currency },
    capture: row.capture as Payment['capture'],
    isOffSession: row.is_off_session,
    status: row.status as PaymentStatus,
    pendingCall: row.pending_call as PendingCall | null,
    captureAmount: row.capture_amount,
    capturedAmount: row.captured_amount,
    forgivenAmount: row.forgiven_amount,
    consent: row.consent as unknown as Consent | null,
    gatewayReference: row.gateway_reference,
    failure: row.failure as unknown as Decline | null,
    risk: row.risk as unknown as PaymentRisk | null,
    attempt: row.attempt,
    nextCheckAt: row.next_check_at,
    checkCount: row.check_count,
    watchedUntil: row.watched_until,
    holdsUntil: row.holds_until,
    authorisedAt: row.authorised_at,
    authorisationExpiresAt: row.authorisation_expires_at,
    succeededAt: row.succeeded_at,
    appliedAt: row.applied_at,
    collectionStep: row.collection_step,
    requestKey: row.request_key,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
