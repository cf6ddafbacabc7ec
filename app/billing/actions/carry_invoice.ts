import { inject } from '@adonisjs/core'
import { findSmallestCharge } from '#app/payments/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { isCarried } from '#app/billing/domain/collection'
import type { Invoice } from '#app/billing/domain/invoice'
import { isPromised } from '#app/billing/domain/promise'
import { invoiceCarried } from '#app/billing/events'
import { planCarried } from '#app/billing/records/carried_invoices'
import { lockInvoice, updateInvoice } from '#app/billing/records/invoices'
import { findMethodOfNextTry } from '#app/billing/records/payments_seen'

/**
 * Lets an invoice wait for the next one of its customer, because so little cannot be charged alone. It has failed at nothing: nobody is told
 * of a decline, and nothing stops for it.
 */
@inject()
export class CarryInvoice {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** A try has found it too small. */
  execute({ invoiceId }: { invoiceId: string }): Promise<void> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(invoiceId)
      if (invoice?.status === 'open' && !invoice.handedOverOn) await this.carry(invoice)
    })
  }

  /** What is left of an invoice after its last try, which nobody will make again. Part of the caller's transaction, which has locked it. */
  async executeForRest(invoice: Invoice): Promise<void> {
    if (!invoice.lastAttemptAt || invoice.nextAttemptAt || invoice.handedOverOn) return
    const { currency, amountDue } = invoice
    const paymentMethodId = await findMethodOfNextTry(invoice.id)
    const smallest = paymentMethodId ? await findSmallestCharge({ paymentMethodId, currency }) : null
    if (smallest !== null && amountDue < smallest) await this.carry(invoice)
  }

  /** A method of the customer is gone: another one may charge so little, and without any nothing would ever charge it. */
  reconsider({ customerId }: { customerId: string }): Promise<void> {
    const now = this.clock.now()
    return inTransaction(() => planCarried(customerId, { at: now, today: this.today(now) }))
  }

  private async carry(invoice: Invoice): Promise<void> {
    const isLeftInPeace = isPromised(invoice, this.today(this.clock.now()))
    await updateInvoice(invoice, {
      collectionFailure: 'too_small',
      collectionFailureCode: null,
      nextAttemptAt: isLeftInPeace ? invoice.nextAttemptAt : null,
    })
    if (isCarried(invoice)) return
    const { id: invoiceId, reference, customerId, amountDue, currency } = invoice
    const data = { invoiceId, reference, amountDue: `${amountDue}`, currency }
    await this.events.record([fact(invoiceCarried, { kind: 'invoice', id: invoiceId }, { customerId, data })])
  }

  private today(now: Date) {
    return dateIn(currentTenant().timeZone, now)
  }
}
