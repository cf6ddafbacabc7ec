import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { atHour, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { dunnedFrom, type Invoice } from '#app/billing/domain/invoice'
import { readPolicies } from '#app/billing/domain/policies'
import { attemptAfterPromise, decidePromise, isPromised, type PromiseRefusal } from '#app/billing/domain/promise' // prettier-ignore
import { invoicePromised, invoicePromiseLifted } from '#app/billing/events'
import { findDunningOf } from '#app/billing/queries/load_dunning'
import { lockInvoice, updateInvoice } from '#app/billing/records/invoices'

export type PromisePaymentError =
  { type: 'invoice_not_found' | 'nothing_promised' | 'with_agency' } | PromiseRefusal

/**
 * Keeps what a customer promised: until that day nothing is charged, warned about, suspended or terminated for the invoice. On the day after
 * it is collected again, but never before its due date, and what would have followed in the meantime follows then.
 */
@inject()
export class PromisePayment {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  keep(input: {
    invoiceId: string
    until: CalendarDate
    reason: string
  }): Promise<Result<Invoice, PromisePaymentError>> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(input.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      if (invoice.handedOverOn) return err({ type: 'with_agency' })
      const decision = decidePromise(invoice, input.until, this.today())
      if (!decision.ok) return decision
      const { promisedUntil, collectsOn } = decision.value
      const changes = { promisedUntil, nextAttemptAt: await this.planNext(invoice, this.collectionOn(collectsOn)) } // prettier-ignore
      await updateInvoice(invoice, changes)
      const data = {
        invoiceId: invoice.id,
        reference: invoice.reference,
        until: promisedUntil,
        reason: input.reason,
      }
      await this.events.record([
        fact(invoicePromised, { kind: 'invoice', id: invoice.id }, { customerId: invoice.customerId, data }),
      ])
      return ok({ ...invoice, ...changes })
    })
  }

  /** Ends a promise before its day: an invoice that is due is collected at the next look. */
  lift(input: { invoiceId: string }): Promise<Result<Invoice, PromisePaymentError>> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(input.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      // One that is over is none: lifting it would try to collect on a day that no policy names.
      if (!isPromised(invoice, this.today())) return err({ type: 'nothing_promised' })
      const { status } = invoice
      if (status !== 'open') return err({ type: 'invoice_not_open', status })
      const changes = { promisedUntil: null, nextAttemptAt: await this.planNext(invoice, this.clock.now()) } // prettier-ignore
      await updateInvoice(invoice, changes)
      const data = { invoiceId: invoice.id, reference: invoice.reference }
      await this.events.record([
        fact(
          invoicePromiseLifted,
          { kind: 'invoice', id: invoice.id },
          { customerId: invoice.customerId, data }
        ),
      ])
      return ok({ ...invoice, ...changes })
    })
  }

  private async planNext(invoice: Invoice, promiseEndsAt: Date): Promise<Date | null> {
    const { timeZone } = currentTenant()
    const policies = await findDunningOf(invoice.customerId)
    return attemptAfterPromise(invoice, promiseEndsAt, { dueOn: dunnedFrom(invoice), timeZone, policies })
  }

  private today(): CalendarDate {
    return dateIn(currentTenant().timeZone, this.clock.now())
  }

  private collectionOn(day: CalendarDate): Date {
    const { timeZone, policies } = currentTenant()
    return atHour(timeZone, day, readPolicies(policies).collectionHour)
  }
}
