import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import { CollectInvoice, type CollectInvoiceOutcome } from '#app/billing/actions/collect_invoice'

/** Makes one more try to get an invoice paid, now. */
@inject()
export default class InvoiceCollectionsController {
  constructor(private collectInvoice: CollectInvoice) {}

  async store(ctx: HttpContext) {
    const result = await this.collectInvoice.execute({ invoiceId: readRecordId(ctx, 'invoice') })
    if (!result.ok) throw notFound(ctx)
    return tell(ctx, result.value)
  }
}

function tell(ctx: HttpContext, outcome: CollectInvoiceOutcome): void {
  switch (outcome) {
    case 'paid_from_balance':
    case 'charge_begun':
      return goBackWith(ctx, 'success', `staff_notices.collection_${outcome}`)
    case 'no_payment_method':
      return goBackWith(ctx, 'error', 'staff_notices.collection_no_payment_method')
    case 'not_open':
    case 'payment_under_way':
    case 'with_agency':
      return goBackWith(ctx, 'error', `staff_notices.invoice_${outcome}`)
    default:
      return unreachable(outcome)
  }
}
