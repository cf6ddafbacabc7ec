import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { refuseField } from '#app/shared/http/refuse_field'
import { formatMoney } from '#app/shared/money/money'
import { unreachable } from '#app/shared/result'
import { GiveCreditNote } from '#app/billing/actions/give_credit_note'
import { creditNoteForm, readWish } from '#app/billing/http/validators/credit_note_validators'
import { tellOwnLimit } from '#app/billing/http/own_limit'
import { findInvoice } from '#app/billing/queries/find_invoice'

/** Takes back issued lines from the page of their invoice. */
@inject()
export default class CreditNotesController {
  constructor(private giveCreditNote: GiveCreditNote) {}

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(creditNoteForm)
    const invoiceId = readRecordId(ctx, 'invoice')
    const { reason, request_key: requestKey } = form
    const result = await this.giveCreditNote.execute({ invoiceId, wish: readWish(form), reason, requestKey })
    if (result.ok) {
      const { reference } = result.value
      return goBackWith(ctx, 'success', 'staff_notices.credit_note_issued', { reference })
    }
    const { error } = result
    switch (error.type) {
      case 'invoice_not_found':
        throw notFound(ctx)
      case 'invoice_not_open':
        return goBackWith(ctx, 'error', 'staff_notices.credit_invoice_not_open')
      case 'payment_under_way':
        return goBackWith(ctx, 'error', 'staff_notices.invoice_payment_under_way')
      case 'nothing_left_to_credit':
      case 'unknown_line':
      case 'line_twice':
        return goBackWith(ctx, 'error', 'staff_notices.credit_nothing_left')
      case 'amount_not_positive':
        return refuseField('amount', ctx.i18n.t('reporting.invoice.credit.amount_invalid'))
      case 'more_than_left': {
        const currency = (await findInvoice(invoiceId, null))!.invoice.currency
        const left = formatMoney({ amount: error.left, currency }, ctx.i18n.locale)
        return refuseField('amount', ctx.i18n.t('reporting.invoice.credit_more', { left }))
      }
      case 'request_key_reused':
        return goBackWith(ctx, 'error', 'staff_notices.request_key_reused')
      case 'above_own_limit':
        return refuseField('amount', tellOwnLimit(ctx, error))
      default:
        return unreachable(error)
    }
  }
}
