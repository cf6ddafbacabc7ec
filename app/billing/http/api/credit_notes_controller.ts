import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { GiveCreditNote } from '#app/billing/actions/give_credit_note'
import { refuseCredit } from '#app/billing/http/api/credit_refusals'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import {
  showCreditNote,
  showCreditNoteDetails,
} from '#app/billing/http/transformers/credit_note_transformers'
import {
  creditNoteForm,
  listCreditNotesQuery,
  readWish,
} from '#app/billing/http/validators/credit_note_validators'
import { findCreditNoteDetails, listCreditNotes } from '#app/billing/queries/find_credit_note'

/** Credit notes: a customer's own, or everybody's for staff, who also issue them. */
@inject()
export default class CreditNotesController {
  constructor(private giveCreditNote: GiveCreditNote) {}

  async index({ request, caller }: HttpContext) {
    const { cursor, limit, invoice_id, customer_id } = await request.validateUsing(listCreditNotesQuery)
    const own = visibleCustomer(caller!)
    const customerId = own ?? (customer_id ? readId('customer', customer_id) : null)
    const invoiceId = invoice_id ? readId('invoice', invoice_id) : null
    const isImpossible = (invoice_id && !invoiceId) || (!own && customer_id && !customerId)
    if (isImpossible) return toListAnswer({ rows: [], nextCursor: null }, showCreditNote)
    const page = await listCreditNotes({
      customerId,
      invoiceId,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showCreditNote)
  }

  async show(ctx: HttpContext) {
    const id = readId('creditNote', ctx.params.id)
    const details = id ? await findCreditNoteDetails(id, visibleCustomer(ctx.caller!)) : null
    if (details) return showCreditNoteDetails(details)
    return sendProblem(ctx, {
      status: 404,
      code: 'credit_note_not_found',
      detail: 'There is no such credit note.',
    })
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(creditNoteForm)
    const invoiceId = readId('invoice', ctx.params.id)
    if (!invoiceId) return sendInvoiceNotFound(ctx)
    const { reason, request_key: requestKey } = form
    const result = await this.giveCreditNote.execute({ invoiceId, wish: readWish(form), reason, requestKey })
    if (!result.ok) return refuseCredit(ctx, result.error)
    ctx.response.status(201)
    return showCreditNoteDetails((await findCreditNoteDetails(result.value.id, null))!)
  }
}
