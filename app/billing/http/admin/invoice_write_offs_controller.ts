import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { readRecordId } from '#app/shared/http/record_id'
import { newId } from '#app/shared/ids'
import { AskForGift } from '#app/billing/actions/ask_for_gift'
import { WriteOffInvoice } from '#app/billing/actions/write_off_invoice'
import { answerClosing } from '#app/billing/http/admin/closing_answer'
import { reasonForm } from '#app/billing/http/admin/reason_form'

/** Gives up on an invoice that will not be paid; where that is more than who asks may give away, somebody else is asked to agree. */
@inject()
export default class InvoiceWriteOffsController {
  constructor(
    private action: WriteOffInvoice,
    private askForGift: AskForGift
  ) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reasonForm)
    const invoiceId = readRecordId(ctx, 'invoice')
    const result = await this.action.execute({ invoiceId, reason })
    if (!result.ok && result.error.type === 'above_own_limit') {
      const gift = { kind: 'write_off', invoiceId } as const
      const asked = await this.askForGift.execute({
        id: newId(),
        gift,
        reason,
        requestedBy: ctx.caller!.userId,
      })
      if (asked.ok) return goBackWith(ctx, 'success', 'gifts.asked_closing')
    }
    return answerClosing(ctx, result, 'staff_notices.invoice_written_off')
  }
}
