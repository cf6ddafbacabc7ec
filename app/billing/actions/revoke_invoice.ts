import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, type Result } from '#app/shared/result'
import type { Money } from '#app/shared/money/money'
import { type AboveOwnLimit, findGiftRefusal, takeTurnOfGifts } from '#app/payments/index'
import { VoidInvoice, type VoidInvoiceError } from '#app/billing/actions/void_invoice'
import type { Invoice } from '#app/billing/domain/invoice'
import { sumCredits } from '#app/billing/records/credit_notes'
import { isGivenBack } from '#app/billing/records/given_back_lines'
import { lockInvoice } from '#app/billing/records/invoices'

/** A change gave back of it already: taken back whole, more would go back than it demanded. A credit note takes back the rest. */
export interface LinesGivenBack {
  type: 'lines_given_back'
}

export type RevokeInvoiceError = VoidInvoiceError | AboveOwnLimit | LinesGivenBack

/** Takes an unpaid invoice back because a staff member says so, as far as they may give that much away. */
@inject()
export class RevokeInvoice {
  constructor(private voidInvoice: VoidInvoice) {}

  execute(input: { invoiceId: string; reason: string }): Promise<Result<Invoice, RevokeInvoiceError>> {
    return inTransaction(async () => {
      takeTurnOfGifts()
      // Nobody changes what it paid for at the same time.
      const invoice = await lockInvoice(input.invoiceId)
      // What is wrong with it otherwise, voiding says.
      const refusal = invoice?.status === 'open' ? await findRefusal(invoice) : null
      return refusal ? err(refusal) : this.voidInvoice.execute(input)
    })
  }
}

async function findRefusal(invoice: Invoice): Promise<AboveOwnLimit | LinesGivenBack | null> {
  if (await isGivenBack(invoice.id)) return { type: 'lines_given_back' }
  return findGiftRefusal(invoice.customerId, await takenBackBy(invoice))
}

/** What voiding takes back: what is due, and what was paid in part, which goes to the balance. */
export async function takenBackBy({ id, total, currency }: Invoice): Promise<Money> {
  return { amount: total - (await sumCredits(id)).total, currency }
}
