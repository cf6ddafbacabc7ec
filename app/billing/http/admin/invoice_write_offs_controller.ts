import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { AskForGift } from '#app/billing/actions/ask_for_gift'
import { WriteOffInvoice } from '#app/billing/actions/write_off_invoice'
import { closeOrAsk } from '#app/billing/http/admin/closing_answer'

/** Gives up on an invoice that will not be paid; where that is more than who asks may give away, somebody else is asked to agree. */
@inject()
export default class InvoiceWriteOffsController {
  constructor(
    private action: WriteOffInvoice,
    private askForGift: AskForGift
  ) {}

  store(ctx: HttpContext) {
    const { action, askForGift } = this
    return closeOrAsk(ctx, {
      action,
      askForGift,
      kind: 'write_off',
      done: 'staff_notices.invoice_written_off',
    })
  }
}
