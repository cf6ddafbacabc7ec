import type { BillingPolicies } from '#app/billing/index'
import { invoicedWith, isByHour, type Period } from '#app/subscriptions/domain/periods'
import type { Subscription } from '#app/subscriptions/domain/subscription'

interface Renewing {
  subscription: Subscription
  renewal: { period: Period }
}

/** What shares an invoice: the same customer, currency, chosen payment method and day, or only itself, as what follows a trial. */
export function groupKeyFor(policies: BillingPolicies): (renewing: Renewing) => string {
  return (renewing) => {
    const { subscription, renewal } = renewing
    if (policies.invoiceGrouping === 'service' || isAfterTrial(renewing)) return subscription.id
    const { customerId, currency, interval, paymentMethodId } = subscription
    const { startsOn, endsOn } = renewal.period
    const day = isByHour(interval) ? endsOn : invoicedWith(startsOn, interval, policies)
    return `${customerId}|${currency}|${paymentMethodId ?? ''}|${day}`
  }
}

/** Whether it is the first paid period after a trial. */
export function isAfterTrial({ subscription, renewal }: Renewing): boolean {
  return renewal.period.startsOn === subscription.trialEndsOn
}
