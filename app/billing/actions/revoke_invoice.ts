import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, type Result } from '#app/shared/result'
import type { Money } from '#app/shared/money/money'
import { type AboveOwnLimit, findGiftRefusal, takeTurnOfGifts } from '#app/payments/index'
import { VoidInvoice, type VoidInvoiceError } from '#app/billing/actions/void_invoice'
import type { Invoice } from '#app/billing/domain/invoice'
import { sumCredits } from '#app/billing/records/credit_notes'
import { findInvoiceRow } from '#app/billing/records/invoices'

export type RevokeInvoiceError = VoidInvoiceError | AboveOwnLimit

/** Takes an unpaid invoice back because a staff member says so, as far as they may give that much away. */
@inject()
export class RevokeInvoice {
  constructor(private voidInvoice: VoidInvoice) {}

  execute(input: { invoiceId: string; reason: string }): Promise<Result<Invoice, RevokeInvoiceError>> {
    return inTransaction(async () => {
      takeTurnOfGifts()
      const invoice = await findInvoiceRow(input.invoiceId)
      // What is wrong with it otherwise, voiding says.
      const refusal =
        invoice?.status === 'open'
          ? await findGiftRefusal(invoice.customerId, await takenBackBy(invoice))
          : null
      return refusal ? err(refusal) : this.voidInvoice.execute(input)
    })
  }
}

/** What voiding takes back: what is due, and what was paid in part, which goes to the balance. */
export async function takenBackBy({ id, total, currency }: Invoice): Promise<Money> {
  return { amount: total - (await sumCredits(id)).total, currency }
}
