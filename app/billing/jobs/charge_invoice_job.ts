import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { ChargeSavedMethod } from '#app/payments/index'
import { RecordFailedCollection } from '#app/billing/actions/record_failed_collection'

/** Charges an open invoice to the customer's saved card, without the customer. What the gateway answers comes back as a fact. */
@inject()
export class ChargeInvoiceJob implements JobRunner<{ invoiceId: string }> {
  constructor(
    private charge: ChargeSavedMethod,
    private recordFailure: RecordFailedCollection
  ) {}

  async run({ invoiceId }: { invoiceId: string }): Promise<void> {
    const charged = await this.charge.execute({ invoiceId })
    if (charged.ok) return
    const { type } = charged.error
    // Somebody is paying or has paid: the next look by date sees what came of it.
    if (
      type === 'payment_in_progress' ||
      type === 'action_required' ||
      type === 'not_payable' ||
      type === 'invoice_not_found'
    )
      return
    await this.recordFailure.execute({
      invoiceId,
      paymentId: null,
      reason: type === 'no_method' ? 'no_payment_method' : 'not_chargeable',
      isHardDecline: false,
      code: type,
    })
  }
}
