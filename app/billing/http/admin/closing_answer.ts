import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { newId } from '#app/shared/ids'
import { type Result, unreachable } from '#app/shared/result'
import type { AskForGift } from '#app/billing/actions/ask_for_gift'
import type { RevokeInvoice, RevokeInvoiceError } from '#app/billing/actions/revoke_invoice'
import type { WriteOffInvoice, WriteOffInvoiceError } from '#app/billing/actions/write_off_invoice'
import { reasonForm } from '#app/billing/http/admin/reason_form'
import { tellOwnLimit } from '#app/billing/http/own_limit'

interface Closing {
  action: RevokeInvoice | WriteOffInvoice
  askForGift: AskForGift
  kind: 'void' | 'write_off'
  /** The notice when it worked. */
  done: string
}

/** Takes an invoice back or gives up on it; where that is more than who asks may alone, somebody else is asked to agree. */
export async function closeOrAsk(ctx: HttpContext, { action, askForGift, kind, done }: Closing) {
  const { reason } = await ctx.request.validateUsing(reasonForm)
  const invoiceId = readRecordId(ctx, 'invoice')
  const result = await action.execute({ invoiceId, reason })
  if (result.ok || result.error.type !== 'above_own_limit') return answerClosing(ctx, result, done)
  const wish = { id: newId(), gift: { kind, invoiceId }, reason, requestedBy: ctx.caller!.userId }
  const asked = await askForGift.execute(wish)
  return asked.ok ? goBackWith(ctx, 'success', 'gifts.asked_closing') : answerClosing(ctx, result, done)
}

function answerClosing(
  ctx: HttpContext,
  result: Result<unknown, RevokeInvoiceError | WriteOffInvoiceError>,
  done: string
) {
  if (result.ok) return goBackWith(ctx, 'success', done)
  const { error } = result
  switch (error.type) {
    case 'invoice_not_found':
      throw notFound(ctx)
    case 'invoice_not_open':
      return goBackWith(ctx, 'error', 'staff_notices.invoice_not_open')
    case 'payment_under_way':
      return goBackWith(ctx, 'error', 'staff_notices.invoice_payment_under_way')
    case 'lines_given_back':
      return goBackWith(ctx, 'error', 'staff_notices.invoice_lines_given_back')
    case 'above_own_limit':
      ctx.session.flash('notice', { tone: 'error', text: tellOwnLimit(ctx, error) })
      return ctx.response.redirect().status(303).back()
    default:
      return unreachable(error)
  }
}
