import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { listPayments, type PaymentListRow } from '#app/reporting/queries/list_payments'
import { listRemoteCalls, type RemoteCallRow } from '#app/reporting/queries/list_remote_calls'

export interface WebhookRow {
  id: string
  type: string
  message_id: string
  status: string
  attempts: number
  repeats: number
  last_error: string | null
  received_at: Date
}

export interface PaymentPartRow {
  invoice_id: string
  reference: string
  amount: bigint
  currency: string
}

export interface PaymentRecord {
  payment: PaymentListRow
  /** What of it is for which invoice, when it is for several. */
  parts: PaymentPartRow[]
  details: {
    gateway_reference: string | null
    capture: string
    attempt: number
    pending_call: string | null
    next_check_at: Date | null
    check_count: number
    authorised_at: Date | null
    authorisation_expires_at: Date | null
    updated_at: Date
    forgiven_amount: bigint
    risk: {
      level: string
      score: number | null
      decision: string
      message: string | null
      rule: string | null
    } | null
  }
  webhooks: WebhookRow[]
  calls: RemoteCallRow[]
}

/** One payment with its whole story at the gateway: what we asked, and what we were told. */
export function findPayment(id: string): Promise<PaymentRecord | null> {
  return inReadTransaction(async () => {
    const payment = (await listPayments({ id, size: 1 })).rows[0]
    if (!payment) return null
    const details = await sql<PaymentRecord['details']>`
      select gateway_reference, capture, attempt, pending_call, next_check_at, check_count, authorised_at, authorisation_expires_at,
             updated_at, forgiven_amount, risk
        from payments where id = ${id}`.execute(db)
    const webhooks = await sql<WebhookRow>`
      select w.id, w.type, w.message_id, w.status, w.attempts, w.repeats, w.last_error, w.received_at
        from webhook_inbox w
       where w.object_reference = ${details.rows[0]?.gateway_reference ?? null} order by w.id desc limit 100`.execute(
      db
    )
    const parts = await sql<PaymentPartRow>`
      select t.invoice_id, i.reference, t.amount, i.currency
        from payment_parts t join invoices i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
       where t.payment_id = ${id} order by t.position`.execute(db)
    return {
      payment,
      parts: parts.rows,
      details: details.rows[0]!,
      webhooks: webhooks.rows,
      calls: await listRemoteCalls([id]),
    }
  })
}
