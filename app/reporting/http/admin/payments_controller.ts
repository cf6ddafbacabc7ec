import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { listCoinTransfers, listWarningsOf, showReceipt, showWarning } from '#app/payments/index'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { paymentToWire, remoteCallToWire, webhookToWire } from '#app/reporting/http/transformers/records'
import { showMoneyBack } from '#app/reporting/http/admin/show_money_back'
import { findPayment } from '#app/reporting/queries/find_payment'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { listPayments } from '#app/reporting/queries/list_payments'

const eventsMax = 30

/** Money that moved or was to move, with the whole conversation with its gateway. */
export default class PaymentsController {
  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listPayments(readListQuestion(ctx, 'payment'))
    return renderPage(ctx, 'reporting/admin/payments', {
      payments: rows.map(paymentToWire),
      next_cursor: nextCursor ? showId('payment', nextCursor) : null,
    })
  }

  async show(ctx: HttpContext) {
    const found = await findPayment(readRecordId(ctx, 'payment'))
    if (!found) throw notFound(ctx)
    const { id, currency } = found.payment
    const transfers = await listCoinTransfers(id)
    const warnings = await inReadTransaction(() => listWarningsOf(id))
    const events = await listAuditLog({ subjectId: id, limit: eventsMax })
    const { forgiven_amount: forgiven, ...details } = found.details
    return renderPage(ctx, 'reporting/admin/payment', {
      payment: { ...paymentToWire(details), ...paymentToWire(found.payment) },
      parts: found.parts.map(paymentToWire),
      transfers: transfers.map((transfer) => showReceipt(transfer, currency)),
      forgiven: toWire({ amount: forgiven, currency }),
      warnings: warnings.map(showWarning),
      webhooks: found.webhooks.map(webhookToWire),
      calls: found.calls.map(remoteCallToWire),
      ...(await showMoneyBack(found.payment.id)),
      events: events.rows.map(auditEntryToWire),
    })
  }
}
