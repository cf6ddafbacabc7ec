import { inject } from '@adonisjs/core'
import { type AboveOwnLimit, findGiftRefusal, takeTurnOfGifts } from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'
import { err, type Result } from '#app/shared/result'
import {
  CreditInvoice,
  type CreditInvoiceError,
  type CreditInvoiceInput,
} from '#app/billing/actions/credit_invoice'
import type { CreditNote } from '#app/billing/domain/credit_note'
import { findInvoiceRow } from '#app/billing/records/invoices'

export type GiveCreditNoteError = CreditInvoiceError | AboveOwnLimit

/** Takes issued lines back because a staff member says so, as far as they may give that much away. */
@inject()
export class GiveCreditNote {
  constructor(private creditInvoice: CreditInvoice) {}

  execute(input: CreditInvoiceInput): Promise<Result<CreditNote, GiveCreditNoteError>> {
    return inTransaction(async () => {
      takeTurnOfGifts()
      const previewed = await this.creditInvoice.preview(input)
      if (!previewed.ok) return previewed
      const { customerId, currency } = (await findInvoiceRow(input.invoiceId))!
      const refusal = await findGiftRefusal(customerId, { amount: previewed.value.total, currency })
      return refusal ? err(refusal) : this.creditInvoice.execute(input)
    })
  }
}
