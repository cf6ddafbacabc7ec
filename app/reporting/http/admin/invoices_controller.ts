import type { HttpContext } from '@adonisjs/core/http'
import { findInvoice as findIssuedInvoice, findFollowUp, findInvoiceDocument, listCreditNotes, showCreditNote, showFormats, showLineFact, showPlace } from '#app/billing/index' // prettier-ignore
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { today } from '#app/reporting/http/today'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { nameOf } from '#app/reporting/http/transformers/ledger'
import {
  invoiceLineToWire,
  invoiceToWire,
  paymentToWire,
  postingToWire,
} from '#app/reporting/http/transformers/records'
import { showInvoiceMoneyBack } from '#app/reporting/http/admin/show_money_back'
import { findInvoice } from '#app/reporting/queries/find_invoice'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { listInvoices } from '#app/reporting/queries/list_invoices'

const eventsMax = 30
const creditNotesMax = 100

/** Demands for money, and one page that explains each amount and follows it through the books. */
export default class InvoicesController {
  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listInvoices({ ...readListQuestion(ctx, 'invoice'), today: today() })
    return renderPage(ctx, 'reporting/admin/invoices', {
      invoices: rows.map(invoiceToWire),
      next_cursor: nextCursor ? showId('invoice', nextCursor) : null,
    })
  }

  async show(ctx: HttpContext) {
    const id = readRecordId(ctx, 'invoice')
    const [found, details] = [await findInvoice(id, today()), await findIssuedInvoice(id, null)]
    const document = await findInvoiceDocument(id, null)
    if (!found || !details || !document) throw notFound(ctx)
    const events = await listAuditLog({ subjectId: found.invoice.id, limit: eventsMax })
    return renderPage(ctx, 'reporting/admin/invoice', {
      invoice: { ...invoiceToWire(found.details), ...invoiceToWire(found.invoice) },
      lines: found.lines.map(invoiceLineToWire),
      payments: found.payments.map(paymentToWire),
      postings: found.postings.map(({ code, ...posting }) => ({
        ...postingToWire(posting),
        ...nameOf(code),
      })),
      credit_notes: (
        await listCreditNotes({
          customerId: null,
          invoiceId: found.invoice.id,
          before: null,
          size: creditNotesMax,
        })
      ).rows.map(showCreditNote),
      creditable: toWire({ amount: details.creditable, currency: details.invoice.currency }),
      place: showPlace(details.place),
      ...(await showInvoiceMoneyBack(details.invoice, found.payments)),
      events: events.rows.map(auditEntryToWire),
      origin: { zone: details.snapshot.time_zone, facts: details.facts.map(showLineFact) },
      follow_up: await findFollowUp(id, today()),
      today: today(),
      documents: showFormats(ctx, document),
    })
  }
}
