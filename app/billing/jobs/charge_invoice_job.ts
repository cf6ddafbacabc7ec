import { inject } from '@adonisjs/core'
import { unreachable } from '#app/shared/result'
import type { JobRunner } from '#app/shared/jobs/job'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type { Invoice } from '#app/billing/domain/invoice'
import type { ChargeInvoiceInput } from '#app/billing/domain/jobs'
import { isPromised } from '#app/billing/domain/promise'
import { findInvoiceRow } from '#app/billing/records/invoices'
import { readChargeOptions } from '#app/billing/records/payments_seen'
import type { ChargeSavedMethodError } from '#app/payments/index'
import { CarryInvoice } from '#app/billing/actions/carry_invoice'
import { ChargeDueInvoice } from '#app/billing/actions/charge_due_invoice'
import { CollectInvoice } from '#app/billing/actions/collect_invoice'
import { RecordFailedCollection } from '#app/billing/actions/record_failed_collection'

/** Charges an invoice to the saved method. How the charge ends comes back as a fact; only a charge that cannot begin is noted here. */
@inject()
export class ChargeInvoiceJob implements JobRunner<ChargeInvoiceInput> {
  constructor(
    private clock: Clock,
    private chargeInvoice: ChargeDueInvoice,
    private carryInvoice: CarryInvoice,
    private recordFailure: RecordFailedCollection,
    private collect: CollectInvoice
  ) {}

  async run({ invoiceId, promisedUntil }: ChargeInvoiceInput): Promise<void> {
    const { invoice, options } = await inReadTransaction(async () => ({
      invoice: await findInvoiceRow(invoiceId),
      options: await readChargeOptions(invoiceId),
    }))
    if (invoice && this.isLeftInPeace(invoice, promisedUntil)) return
    // Each saved method was charged in this try; how the last one ended was told already.
    if (options.hasMethod && !options.nextMethodId) return
    const charge = await this.chargeInvoice.execute({
      invoiceId,
      paymentMethodId: options.nextMethodId,
      collectionStep: invoice?.collectionStep ?? null,
    })
    if (charge.ok) return
    const { error } = charge
    if (error.type === 'payment_in_progress') return this.collect.postpone({ invoiceId })
    if (error.type === 'below_smallest_charge') return this.carryInvoice.execute({ invoiceId })
    const reason = reasonFor(error)
    if (!reason) return
    const { type: code } = error
    await this.recordFailure.execute({ invoiceId, paymentId: null, reason, code })
  }

  /** Whether a promise was made, or an agency took over, after the try: many charges may wait in the queue before this one. */
  private isLeftInPeace(invoice: Invoice, promisedBefore: CalendarDate | null): boolean {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const isPromisedSince = invoice.promisedUntil !== promisedBefore && isPromised(invoice, today)
    return isPromisedSince || invoice.handedOverOn !== null
  }
}

/** Null where there is nothing to tell: the invoice was settled meanwhile, or its customer is paying it. */
function reasonFor(
  error: Exclude<ChargeSavedMethodError, { type: 'below_smallest_charge' }>
): 'no_payment_method' | 'not_chargeable' | null {
  switch (error.type) {
    case 'no_method':
      return 'no_payment_method'
    case 'no_gateway':
    case 'action_required':
      return 'not_chargeable'
    case 'invoice_not_found':
    case 'not_payable':
    case 'payment_in_progress':
      return null
    default:
      return unreachable(error)
  }
}
