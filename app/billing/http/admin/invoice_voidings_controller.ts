import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { AskForGift } from '#app/billing/actions/ask_for_gift'
import { RevokeInvoice } from '#app/billing/actions/revoke_invoice'
import { closeOrAsk } from '#app/billing/http/admin/closing_answer'

/** Takes an unpaid invoice back; where that is more than who asks may give away, somebody else is asked to agree. */
@inject()
export default class InvoiceVoidingsController {
  constructor(
    private action: RevokeInvoice,
    private askForGift: AskForGift
  ) {}

  store(ctx: HttpContext) {
    const { action, askForGift } = this
    return closeOrAsk(ctx, { action, askForGift, kind: 'void', done: 'staff_notices.invoice_voided' })
  }
}
