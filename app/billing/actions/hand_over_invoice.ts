import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { decideHandOver, type HandOverRefusal } from '#app/billing/domain/handing_over'
import { dunnedFrom } from '#app/billing/domain/invoice'
import { readPolicies } from '#app/billing/domain/policies'
import { invoiceHandedOver, invoiceTakenBack } from '#app/billing/events'
import {
  type CollectionCase,
  endCase,
  findCollectable,
  insertCase,
  listCases,
} from '#app/billing/records/collection_cases'
import { hasPaymentUnderWay, lockInvoice, updateInvoice } from '#app/billing/records/invoices'

export type HandOverError = { type: 'invoice_not_found' | 'not_handed_over' } | HandOverRefusal

interface Agency {
  invoiceId: string
  agency: string
  /** The agency's own number for the case. */
  reference: string | null
  note: string | null
  staffId: string | null
}

/**
 * Hands an invoice to a collection agency, and takes it back. Meanwhile nothing is charged, mailed or added for it by itself; what its
 * customer pays all the same is booked as always.
 */
@inject()
export class HandOverInvoice {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  handOver(input: Agency): Promise<Result<CollectionCase, HandOverError>> {
    return inTransaction(async (): Promise<Result<CollectionCase, HandOverError>> => {
      const invoice = await lockInvoice(input.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      const { timeZone, policies } = currentTenant()
      const now = this.clock.now()
      const today = dateIn(timeZone, now)
      const situation = {
        status: invoice.status,
        owedSince: dunnedFrom(invoice),
        collectionFailure: invoice.collectionFailure,
        ...(await findCollectable(invoice.id)),
        isHandedOver: invoice.handedOverOn !== null,
        isPaymentUnderWay: await hasPaymentUnderWay(invoice.id),
      }
      const decision = decideHandOver(situation, { today, handOverDays: readPolicies(policies).handOverDays })
      if (!decision.ok) return decision
      await updateInvoice(invoice, { handedOverOn: today, nextAttemptAt: null, promisedUntil: null })
      const { agency, reference, note, staffId } = input
      const { id: invoiceId, customerId, currency } = invoice
      await insertCase({ id: newId(), invoiceId, customerId, handedOverOn: today, agency, reference, note, amount: decision.value.unpaid, currency, handedOverBy: staffId, handedOverAt: now }) // prettier-ignore
      const data = { invoiceId, reference: invoice.reference, agency, agencyReference: reference, amount: `${decision.value.unpaid}`, currency } // prettier-ignore
      await this.events.record([fact(invoiceHandedOver, { kind: 'invoice', id: invoiceId }, { customerId, data })]) // prettier-ignore
      return ok((await listCases({ invoiceId, limit: 1 }))[0]!)
    })
  }

  /** An open invoice that is due is collected again at the next look. */
  takeBack(input: { invoiceId: string; reason: string }): Promise<Result<CollectionCase, HandOverError>> {
    return inTransaction(async (): Promise<Result<CollectionCase, HandOverError>> => {
      const invoice = await lockInvoice(input.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      const now = this.clock.now()
      const ended = await endCase(invoice.id, { reason: input.reason, at: now })
      if (!ended) return err({ type: 'not_handed_over' })
      const isCollected = invoice.status === 'open'
      await updateInvoice(invoice, { handedOverOn: null, ...(isCollected ? { nextAttemptAt: now } : {}) })
      const { id: invoiceId, customerId, reference } = invoice
      const data = { invoiceId, reference, reason: input.reason }
      await this.events.record([fact(invoiceTakenBack, { kind: 'invoice', id: invoiceId }, { customerId, data })]) // prettier-ignore
      return ok((await listCases({ invoiceId, limit: 1 }))[0]!)
    })
  }
}
