import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import {
  RecordFailedCollection,
  type RecordFailedCollectionInput,
} from '#app/billing/actions/record_failed_collection'
import { chargeInvoice } from '#app/billing/domain/jobs'
import { lockInvoice } from '#app/billing/records/invoices'
import { readChargeOptions } from '#app/billing/records/payments_seen'

export interface FollowFailedPaymentInput extends RecordFailedCollectionInput {
  /** Whether we charged a saved method while its customer was away. */
  isOffSession: boolean
}

/**
 * What follows a charge that failed: the next saved method of its customer is charged at once, each once in a try. When all were declined
 * the try has failed, and the next one is planned.
 */
@inject()
export class FollowFailedPayment {
  constructor(private recordFailure: RecordFailedCollection) {}

  execute({ isOffSession, ...failure }: FollowFailedPaymentInput): Promise<'next_method' | 'recorded'> {
    return inTransaction(async () => {
      const { invoiceId } = failure
      const invoice = await lockInvoice(invoiceId)
      const isCollecting = isOffSession && invoice?.status === 'open' && !invoice.handedOverOn
      const options = isCollecting ? await readChargeOptions(invoiceId) : null
      if (options?.nextMethodId) {
        await enqueue(chargeInvoice, { invoiceId, promisedUntil: invoice?.promisedUntil ?? null })
        return 'next_method' as const
      }
      // One method refused for good ends the tries only when there is no other.
      const isFinal = failure.reason === 'hard_decline' && !options?.hasHope
      const reason = failure.reason === 'hard_decline' && !isFinal ? 'soft_decline' : failure.reason
      await this.recordFailure.execute({ ...failure, reason })
      return 'recorded' as const
    })
  }
}
