/** The facts that subscriptions announce. Dates are calendar dates of the tenant's zone. */
import { event } from '#app/shared/events/event'

export interface SubscriptionFact {
  subscriptionId: string
}

export const subscriptionCreated = event<
  SubscriptionFact & { orderLineId: string; orderId: string; planId: string }
>('subscription.created', 'An accepted order line became an agreement; its service may be built.')

export const subscriptionAdopted = event<SubscriptionFact & { planId: string; billFrom: string }>(
  'subscription.adopted',
  'Something that ran already is billed from a day on, without an order.'
)

export const subscriptionActivated = event<
  SubscriptionFact & { startsOn: string; renewsOn: string; invoiceId: string | null }
>('subscription.activated', 'The service runs, and its first period has begun.')

export const subscriptionRenewed = event<
  SubscriptionFact & { invoiceId: string; startsOn: string; endsOn: string; dueOn: string }
>('subscription.renewed', 'The next period of a subscription was invoiced.')

export const subscriptionRenewalFailed = event<SubscriptionFact & { reason: string }>(
  'subscription.renewal_failed',
  'The next period of a subscription could not be invoiced; somebody must look at it.'
)

export const subscriptionMethodChosen = event<SubscriptionFact & { paymentMethodId: string | null }>(
  'subscription.method_chosen',
  'Somebody chose with which saved method a subscription is renewed, or that it is the default one.'
)

export const subscriptionPastDue = event<SubscriptionFact & { since: string }>(
  'subscription.past_due',
  'An invoice of a running subscription was not paid by its due date.'
)

export const subscriptionSuspended = event<SubscriptionFact & { since: string }>(
  'subscription.suspended',
  'A subscription stayed unpaid for too long; its service stops until it is paid.'
)

export const subscriptionRestored = event<SubscriptionFact>(
  'subscription.restored',
  'A suspended subscription was paid; its service runs again.'
)

export const subscriptionCaughtUp = event<SubscriptionFact>(
  'subscription.caught_up',
  'A subscription that was behind was paid before it was suspended.'
)

export const subscriptionCancellationScheduled = event<SubscriptionFact & { endsOn: string; reason: string }>(
  'subscription.cancellation_scheduled',
  'A subscription will end with the period that is paid.'
)

export const subscriptionCancellationWithdrawn = event<SubscriptionFact>(
  'subscription.cancellation_withdrawn',
  'A subscription that was to end goes on.'
)

export const subscriptionCancelled = event<SubscriptionFact & { endsOn: string; reason: string }>(
  'subscription.cancelled',
  'A subscription ended; its service is to be removed.'
)

interface ChangeFact extends SubscriptionFact {
  changeId: string
  planId: string
  planName: string
  effectiveOn: string
}

export const subscriptionChangeRequested = event<ChangeFact & { invoiceId: string; lapsesOn: string }>(
  'subscription.change_requested',
  'A change of a subscription was asked for; it takes place when its invoice is paid.'
)

export const subscriptionChangeScheduled = event<ChangeFact>(
  'subscription.change_scheduled',
  'A subscription will change with its next renewal.'
)

export const subscriptionChangeWithdrawn = event<ChangeFact & { reason: string }>(
  'subscription.change_withdrawn',
  'A change of a subscription was called off before it took place.'
)

export const subscriptionChangeLapsed = event<ChangeFact>(
  'subscription.change_lapsed',
  'A change of a subscription stayed unpaid and will not take place.'
)

export const subscriptionChanged = event<ChangeFact & { needsResize: boolean }>(
  'subscription.changed',
  'A subscription is for something else from now on; its service is to follow.'
)

export const subscriptionChangeCompleted = event<ChangeFact>(
  'subscription.change_completed',
  'A change of a subscription took place, and its service has what is paid for.'
)

export const subscriptionChangeReverted = event<ChangeFact & { reason: string }>(
  'subscription.change_reverted',
  'A change could not be carried out on the panel: the subscription is what it was.'
)

interface TrialFact extends SubscriptionFact {
  trialId: string
  startsOn: string
  endsOn: string
}

export const subscriptionTrialStarted = event<
  TrialFact & { total: string; currency: string; hasMethod: boolean }
>('subscription.trial_started', 'A service runs and its free days have begun.')

export const subscriptionTrialEnding = event<
  TrialFact & {
    daysBefore: number
    invoiceId: string | null
    total: string
    currency: string
    hasMethod: boolean
  }
>(
  'subscription.trial_ending',
  'The free days of a subscription end soon; its customer is told what is paid then.'
)

export const subscriptionTrialConverted = event<TrialFact & { invoiceId: string }>(
  'subscription.trial_converted',
  'The first period after a trial was paid; the subscription goes on like any other.'
)

export const subscriptionTrialEnded = event<TrialFact & { reason: string }>(
  'subscription.trial_ended',
  'A trial was over without being paid for; nothing is owed.'
)
