import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  ChargeSavedMethod,
  type ChargeSavedMethodError,
  type ChargeSavedMethodInput,
  type RefreshedPayment,
} from '#app/payments/index'
import { listChargedTogether } from '#app/billing/records/carried_invoices'

export type ChargeDueInvoiceInput = Pick<ChargeSavedMethodInput, 'paymentMethodId' | 'collectionStep'> & {
  invoiceId: string
}

/** Charges an invoice to a saved method, and with it what was too small to be charged alone: one payment for all. */
@inject()
export class ChargeDueInvoice {
  constructor(
    private clock: Clock,
    private chargeSavedMethod: ChargeSavedMethod
  ) {}

  async execute({
    invoiceId,
    ...how
  }: ChargeDueInvoiceInput): Promise<Result<RefreshedPayment, ChargeSavedMethodError>> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const parts = await inReadTransaction(() => listChargedTogether(invoiceId, today))
    const together =
      parts.length > 1
        ? await this.chargeSavedMethod.execute({ debt: { kind: 'bundle', parts }, ...how })
        : null
    // One of the others was paid or taken back a moment ago: what is left of them goes with the next one.
    if (together && (together.ok || together.error.type !== 'not_payable')) return together
    return this.chargeSavedMethod.execute({ debt: { kind: 'invoice', id: invoiceId }, ...how })
  }
}
