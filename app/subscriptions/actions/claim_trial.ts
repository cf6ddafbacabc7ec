import { inject } from '@adonisjs/core'
import type { TrialOffer } from '#app/catalogue/index'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { findTrialEligibility } from '#app/subscriptions/queries/find_trial_eligibility'
import { insertTrial } from '#app/subscriptions/records/trials'

export interface ClaimTrialInput {
  orderId: string
  customerId: string
  planId: string
  offer: TrialOffer
  currency: string
  /** What the first paid period comes to with tax, as it was quoted; minor units. */
  firstTotal: bigint
}

export type ClaimTrialError = { type: 'trial_used' }

/** Takes a customer's one trial for an order that is being placed. Of two orders at once one gets it. */
@inject()
export class ClaimTrial {
  constructor(private clock: Clock) {}

  execute({ offer, ...input }: ClaimTrialInput): Promise<Result<void, ClaimTrialError>> {
    return inTransaction(async () => {
      const eligibility = await findTrialEligibility(input.customerId)
      if (!eligibility?.isEligible) return err({ type: 'trial_used' })
      const isFirst = await insertTrial({
        ...input,
        ...offer,
        id: newId(),
        status: 'claimed',
        email: eligibility.email,
        paymentMethodId: null,
        fingerprint: null,
        subscriptionId: null,
        startsOn: null,
        endsOn: null,
        endReason: null,
        createdAt: this.clock.now(),
        closedAt: null,
      })
      return isFirst ? ok() : err({ type: 'trial_used' })
    })
  }
}
