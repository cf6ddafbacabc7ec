import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  RecordFailedCollection,
  type RecordFailedCollectionInput,
} from '#app/billing/actions/record_failed_collection'
import { chargeInvoice } from '#app/billing/domain/jobs'
import { isPromised } from '#app/billing/domain/promise'
import { lockInvoice } from '#app/billing/records/invoices'
import { readChargeOptions } from '#app/billing/records/payments_seen'

export interface FollowFailedPaymentInput extends RecordFailedCollectionInput {
  /** Whether we charged a saved method while its customer was away. */
  isOffSession: boolean
}

/**
 * What follows a charge that failed: the next saved method of its customer is charged at once, each once in a try, unless they have promised
 * to pay on a later day. When all were declined the try has failed, and the next one is planned.
 */
@inject()
export class FollowFailedPayment {
  constructor(
    private clock: Clock,
    private recordFailure: RecordFailedCollection
  ) {}

  execute({ isOffSession, ...failure }: FollowFailedPaymentInput): Promise<'next_method' | 'recorded'> {
    return inTransaction(async () => {
      const { invoiceId } = failure
      const invoice = await lockInvoice(invoiceId)
      const isCollecting = isOffSession && invoice?.status === 'open' && !invoice.handedOverOn
      const options = isCollecting ? await readChargeOptions(invoiceId) : null
      // A bank may take days to refuse a debit: what its customer has promised since then is kept.
      if (options?.nextMethodId && !isPromised(invoice!, this.today())) {
        await enqueue(chargeInvoice, { invoiceId, promisedUntil: null })
        return 'next_method' as const
      }
      // One method refused for good ends the tries only when there is no other.
      const isFinal = failure.reason === 'hard_decline' && !options?.hasHope
      const reason = failure.reason === 'hard_decline' && !isFinal ? 'soft_decline' : failure.reason
      await this.recordFailure.execute({ ...failure, reason })
      return 'recorded' as const
    })
  }
  private today(): CalendarDate {
    return dateIn(currentTenant().timeZone, this.clock.now())
  }
}
