import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { PostEntries } from '#app/ledger/index'
import { returnDiscountUses } from '#app/promotions/index'
import { ManageBillableItems } from '#app/billing/actions/manage_billable_items'
import { bookVoid } from '#app/billing/domain/bookings'
import type { Invoice } from '#app/billing/domain/invoice'
import { type InvoiceNotOpen, moveInvoice } from '#app/billing/domain/invoice_state'
import { invoiceVoided } from '#app/billing/events'
import { sumCredits } from '#app/billing/records/credit_notes'
import { findLateFee } from '#app/billing/records/late_fees'
import { hasPaymentUnderWay, lockInvoice, updateInvoice } from '#app/billing/records/invoices'
import { sumInvoiceTaxes } from '#app/billing/records/invoice_lines'

export type VoidInvoiceError = { type: 'invoice_not_found' | 'payment_under_way' } | InvoiceNotOpen

/**
 * Takes an unpaid invoice back: nothing is due on it any more, and what was paid on it in part goes to the customer balance. Its late
 * fee goes with it while that waits for the next invoice.
 * While a payment for it is under way it is refused, because nobody knows yet whether it is unpaid.
 */
@inject()
export class VoidInvoice {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private items: ManageBillableItems,
    private events: EventLog
  ) {}

  execute(input: { invoiceId: string; reason: string }): Promise<Result<Invoice, VoidInvoiceError>> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(input.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      const move = moveInvoice(invoice.status, 'void')
      if (!move.ok) return move
      if (await hasPaymentUnderWay(invoice.id)) return err({ type: 'payment_under_way' })

      const now = this.clock.now()
      const changes = { status: move.value, amountDue: 0n, closedAt: now, nextAttemptAt: null }
      await updateInvoice(invoice, changes)
      const bookedOn = dateIn(currentTenant().timeZone, now)
      const [taxes, credited] = [await sumInvoiceTaxes(invoice.id), await sumCredits(invoice.id)]
      const entry = bookVoid({ invoice, taxes, credited, bookedOn })
      if (entry) await this.postEntries.execute([entry])
      // In the same transaction: the period may be invoiced anew at the very next look.
      await returnDiscountUses(invoice.id)
      await this.waiveLateFee(invoice.id)
      await this.announce(invoice, { amount: invoice.total - credited.total, reason: input.reason })
      return ok({ ...invoice, ...changes })
    })
  }

  /** Paying late what is not owed costs nothing. One that is on an invoice by now is taken back like any line: by a credit note. */
  private async waiveLateFee(invoiceId: string): Promise<void> {
    const fee = await findLateFee(invoiceId)
    if (fee?.status === 'pending') await this.items.remove({ itemId: fee.id })
  }

  private async announce(
    { id, reference, customerId, currency }: Invoice,
    { amount, reason }: { amount: bigint; reason: string }
  ): Promise<void> {
    const data = { invoiceId: id, reference, amount: `${amount}`, currency, reason }
    await this.events.record([fact(invoiceVoided, { kind: 'invoice', id }, { customerId, data })])
  }
}
