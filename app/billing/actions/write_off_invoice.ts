import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { PostEntries } from '#app/ledger/index'
import { type AboveOwnLimit, findGiftRefusal, takeTurnOfGifts } from '#app/payments/index'
import { bookWriteOff } from '#app/billing/domain/bookings'
import type { Invoice } from '#app/billing/domain/invoice'
import { type InvoiceNotOpen, moveInvoice } from '#app/billing/domain/invoice_state'
import { invoiceWrittenOff } from '#app/billing/events'
import { hasPaymentUnderWay, lockInvoice, updateInvoice } from '#app/billing/records/invoices'

export type WriteOffInvoiceError =
  | { type: 'invoice_not_found' | 'payment_under_way' }
  | InvoiceNotOpen
  /** More than the staff member may give one customer away in a day. */
  | AboveOwnLimit

/** Gives up on an invoice that will not be paid: what is still due becomes a loss in the books. */
@inject()
export class WriteOffInvoice {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog
  ) {}

  execute(input: { invoiceId: string; reason: string }): Promise<Result<Invoice, WriteOffInvoiceError>> {
    return inTransaction(async () => {
      takeTurnOfGifts()
      const invoice = await lockInvoice(input.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      const move = moveInvoice(invoice.status, 'write_off')
      if (!move.ok) return move
      if (await hasPaymentUnderWay(invoice.id)) return err({ type: 'payment_under_way' })
      const refusal = await findGiftRefusal(invoice.customerId, {
        amount: invoice.amountDue,
        currency: invoice.currency,
      })
      if (refusal) return err(refusal)

      const now = this.clock.now()
      const changes = { status: move.value, amountDue: 0n, closedAt: now, nextAttemptAt: null }
      await updateInvoice(invoice, changes)
      await this.postEntries.execute([bookWriteOff(invoice, dateIn(currentTenant().timeZone, now))])
      await this.announce(invoice, input.reason)
      return ok({ ...invoice, ...changes })
    })
  }

  private async announce(invoice: Invoice, reason: string): Promise<void> {
    const { id, reference, customerId, currency } = invoice
    const data = { invoiceId: id, reference, amount: invoice.amountDue.toString(), currency, reason }
    await this.events.record([fact(invoiceWrittenOff, { kind: 'invoice', id }, { customerId, data })])
  }
}
