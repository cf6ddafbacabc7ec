import type { Fact } from '#app/shared/events/event'
import { showId } from '#app/shared/ids'
import { mailAboutSubscription, type SubscriptionMail } from '#app/messaging/actions/mail_services'

interface Trial {
  subscriptionId: string
  endsOn: string
  total: string
  currency: string
  hasMethod: boolean
}

/** Says until when a service is free, and what is charged then. (`subscription.trial_started`) */
export function mailTrialStarted(fact: Fact<Trial>): Promise<void> {
  return mailAboutSubscription('trial_started', fact, termsOf(fact.data))
}

/** Says that the free days end soon, with what to do. Each notice has its own number of days. (`subscription.trial_ending`) */
export function mailTrialEnding(
  fact: Fact<Trial & { daysBefore: number; invoiceId: string | null }>
): Promise<void> {
  const { invoiceId, hasMethod, daysBefore } = fact.data
  const path = !hasMethod && invoiceId ? { path: () => `/invoices/${showId('invoice', invoiceId)}` } : {}
  return mailAboutSubscription('trial_ending', fact, { ...termsOf(fact.data), ...path, step: daysBefore })
}

/** Says that an unpaid trial is over and its service gone; somebody who cancelled has the mail of that. (`subscription.trial_ended`) */
export async function mailTrialEnded(fact: Fact<{ subscriptionId: string; reason: string }>): Promise<void> {
  if (fact.data.reason !== 'trial_unpaid') return
  await mailAboutSubscription('trial_ended', fact, { path: () => '/services' })
}

function termsOf({ endsOn, total, currency, hasMethod }: Trial): SubscriptionMail {
  const date = { date: endsOn }
  const amount = { money: { amount: total, currency } }
  return {
    values: { date, amount, method: hasMethod ? 'saved' : 'none' },
    facts: [
      { label: 'free_until', value: date },
      { label: 'first_charge', value: amount },
    ],
  }
}
