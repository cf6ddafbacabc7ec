import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type CollectionFailure, isCarried, nextAttemptAt } from '#app/billing/domain/collection'
import { dunnedFrom, type Invoice } from '#app/billing/domain/invoice'
import { isPromised } from '#app/billing/domain/promise'
import { invoiceCollectionFailed } from '#app/billing/events'
import { findDunningOf } from '#app/billing/queries/load_dunning'
import { lockInvoice, updateInvoice } from '#app/billing/records/invoices'
import { isMadeInPerson } from '#app/billing/records/payments_seen'

export interface RecordFailedCollectionInput {
  invoiceId: string
  /** Null when nothing could be charged at all. */
  paymentId: string | null
  reason: CollectionFailure
  /** The gateway's own word for it. */
  code: string | null
}

export type RecordFailedCollectionError = { type: 'invoice_not_found' }

/** Notes that an invoice could not be collected and plans the next try, if there is to be one. */
@inject()
export class RecordFailedCollection {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(
    input: RecordFailedCollectionInput
  ): Promise<Result<Invoice | 'nothing_to_plan', RecordFailedCollectionError>> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(input.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      if (invoice.status !== 'open') return ok('nothing_to_plan')
      if (input.paymentId && (await isMadeInPerson(input.paymentId))) return ok('nothing_to_plan')

      const days = this.beginAnew(invoice)
      const changes = {
        ...days,
        nextAttemptAt: await this.planNext({ ...invoice, ...days }, input.reason),
        collectionFailure: input.reason,
        collectionFailureCode: input.code?.slice(0, 100) ?? null,
      }
      await updateInvoice(invoice, changes)
      await this.announce({ ...invoice, ...changes }, input)
      return ok({ ...invoice, ...changes })
    })
  }

  /** What waited for the next invoice and does so no longer is dunned from today on: nobody asked for it while it waited. */
  private beginAnew(invoice: Invoice): Pick<Invoice, 'reopenedOn' | 'reopenings'> | null {
    if (!isCarried(invoice)) return null
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    return { reopenedOn: today, reopenings: invoice.reopenings + 1 }
  }

  private async planNext(invoice: Invoice, failure: CollectionFailure): Promise<Date | null> {
    const { timeZone } = currentTenant()
    const now = this.clock.now()
    // A charge that was under way changes nothing about a promise to pay, or an agency that has taken over since.
    if (isPromised(invoice, dateIn(timeZone, now)) || invoice.handedOverOn) return invoice.nextAttemptAt
    const plan = { dueOn: dunnedFrom(invoice), timeZone, policies: await findDunningOf(invoice.customerId) }
    return nextAttemptAt(plan, { now, failure })
  }

  private async announce(invoice: Invoice, input: RecordFailedCollectionInput): Promise<void> {
    const { id, reference, customerId } = invoice
    const data = {
      invoiceId: id,
      reference,
      step: invoice.collectionStep,
      nextAttemptAt: invoice.nextAttemptAt?.toISOString() ?? null,
      reason: input.reason,
      code: input.code,
    }
    await this.events.record([fact(invoiceCollectionFailed, { kind: 'invoice', id }, { customerId, data })])
  }
}
