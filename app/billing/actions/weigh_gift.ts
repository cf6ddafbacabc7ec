import { inject } from '@adonisjs/core'
import { findCustomer } from '#app/customers/index'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'
import { err, ok, type Result } from '#app/shared/result'
import { type LinesGivenBack, takenBackBy } from '#app/billing/actions/revoke_invoice'
import { CreditInvoice, type CreditInvoiceError } from '#app/billing/actions/credit_invoice'
import type { Gift } from '#app/billing/domain/gift_request'
import { moveInvoice } from '#app/billing/domain/invoice_state'
import { isGivenBack } from '#app/billing/records/given_back_lines'
import { findInvoiceRow } from '#app/billing/records/invoices'

export type WeighGiftError = CreditInvoiceError | LinesGivenBack | { type: 'customer_not_found' }

/** What a gift comes to now, and whose it is; nothing is written. */
@inject()
export class WeighGift {
  constructor(private creditInvoice: CreditInvoice) {}

  execute(gift: Gift): Promise<Result<{ customerId: string; money: Money }, WeighGiftError>> {
    return inReadTransaction(async () => {
      if (gift.kind === 'balance') {
        const customer = await findCustomer(gift.customerId)
        if (!customer) return err({ type: 'customer_not_found' as const })
        const { id: customerId, currency } = customer
        return ok({ customerId, money: { amount: gift.amount, currency } })
      }
      const invoice = await findInvoiceRow(gift.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' as const })
      const { customerId, currency } = invoice
      if (gift.kind === 'write_off') {
        const move = moveInvoice(invoice.status, 'write_off')
        return move.ok ? ok({ customerId, money: { amount: invoice.amountDue, currency } }) : move
      }
      if (gift.kind === 'void') {
        const move = moveInvoice(invoice.status, 'void')
        if (!move.ok) return move
        if (await isGivenBack(invoice.id)) return err({ type: 'lines_given_back' as const })
        return ok({ customerId, money: await takenBackBy(invoice) })
      }
      const credit = await this.creditInvoice.preview(gift)
      return credit.ok ? ok({ customerId, money: { amount: credit.value.total, currency } }) : credit
    })
  }
}
