import { isDeepStrictEqual } from 'node:util'
import { inject } from '@adonisjs/core'
import { type AboveOwnLimit, findGiftRefusal, takeTurnOfGifts } from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import {
  CreditInvoice,
  type CreditInvoiceError,
  type CreditInvoiceInput,
} from '#app/billing/actions/credit_invoice'
import type { CreditWish } from '#app/billing/domain/credit'
import type { CreditNote } from '#app/billing/domain/credit_note'
import { findCreditNoteByRequest } from '#app/billing/records/credit_notes'
import { findInvoiceRow } from '#app/billing/records/invoices'

export type GiveCreditNoteError =
  | CreditInvoiceError
  | AboveOwnLimit
  /** Its key was used for another request. */
  | { type: 'request_key_reused' }

/** Takes issued lines back because a staff member says so, as far as they may give that much away; the same request once. */
@inject()
export class GiveCreditNote {
  constructor(private creditInvoice: CreditInvoice) {}

  execute(input: CreditInvoiceInput): Promise<Result<CreditNote, GiveCreditNoteError>> {
    return inTransaction(async () => {
      takeTurnOfGifts()
      const earlier = input.requestKey ? await findCreditNoteByRequest(input.requestKey) : null
      if (earlier) return isRepeat(earlier, input) ? ok(earlier.note) : err({ type: 'request_key_reused' })
      const previewed = await this.creditInvoice.preview(input)
      if (!previewed.ok) return previewed
      const { customerId, currency } = (await findInvoiceRow(input.invoiceId))!
      const refusal = await findGiftRefusal(customerId, { amount: previewed.value.total, currency })
      return refusal ? err(refusal) : this.creditInvoice.execute(input)
    })
  }
}

function isRepeat(
  { note, wish }: { note: CreditNote; wish: CreditWish },
  asked: CreditInvoiceInput
): boolean {
  const { invoiceId, reason } = note
  return invoiceId === asked.invoiceId && reason === asked.reason && isDeepStrictEqual(wish, asked.wish)
}
