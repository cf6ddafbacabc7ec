import { inject } from '@adonisjs/core'
import { findCustomer } from '#app/customers/index'
import { convert, findRate } from '#app/ledger/index'
import { sharePaymentMethod } from '#app/payments/index'
import { MoveReferral, type Referral } from '#app/promotions/index'
import { inTransaction } from '#app/shared/database/unit'
import { currentTenant } from '#app/shared/database/context'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { isPaidForGood } from '#app/billing/records/kept_money'
import { findInvoiceRow } from '#app/billing/records/invoices'

/**
 * Sets both rewards aside when a customer who was brought pays a first invoice that asked for something. Two customers who pay with the
 * same card are one: they get nothing. A referrer who is billed in another currency gets what the reward is worth in it that day.
 */
@inject()
export class HoldReferral {
  constructor(
    private clock: Clock,
    private moveReferral: MoveReferral
  ) {}

  execute({ invoiceId }: { invoiceId: string }): Promise<Referral | null> {
    return inTransaction(async () => {
      const invoice = await findInvoiceRow(invoiceId)
      if (!invoice || invoice.subtotal <= 0n) return null
      // Settled by a credit note it was not paid, and the next one that is paid is the first.
      if (!(await isPaidForGood(invoiceId))) return null
      const referral = await this.moveReferral.lockPending(invoice.customerId)
      if (!referral) return null
      if (await sharePaymentMethod(referral.referrerId, referral.referredId))
        return this.moveReferral.refuse(referral)
      const referrer = (await findCustomer(referral.referrerId))!
      const currencies = { from: invoice.currency, to: referrer.currency }
      const found = await findRate(
        currencies.from,
        currencies.to,
        dateIn(currentTenant().timeZone, this.clock.now())
      )
      if (!found)
        throw new Error(
          `No exchange rate from ${currencies.from} to ${currencies.to} for a referral: enter one`
        )
      return this.moveReferral.hold({
        referral,
        invoice,
        referrer: { currency: referrer.currency, worth: (amount) => convert(amount, found.rate, currencies) },
      })
    })
  }
}
