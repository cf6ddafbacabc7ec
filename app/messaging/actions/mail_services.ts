import type { Fact } from '#app/shared/events/event'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { notifyCustomer, notifyStaff } from '#app/messaging/actions/notify'
import type { MailFact, MessageContent } from '#app/messaging/domain/message_content'
import type { CustomerMessageKind } from '#app/messaging/domain/message_kinds'
import { stepOfDay, stepOfMinute } from '#app/messaging/domain/steps'
import {
  findChangeForMail,
  findServiceForMail,
  findSubscriptionForMail,
  type SubscriptionForMail,
} from '#app/messaging/queries/find_mail_subjects'

/** Says that a server runs and where to find it. The password is never in a mail; it is on the service's page. (`service.activated`) */
export async function mailServiceReady({ data }: Fact<{ serviceId: string }>): Promise<void> {
  const service = await findServiceForMail(data.serviceId)
  if (!service) return
  const addresses = service.addresses.map(({ address }) => address).join(', ')
  await notifyCustomer({
    kind: 'service_ready',
    subject: { kind: 'service', id: service.id },
    customerId: service.customer_id,
    content: {
      values: { service: service.hostname },
      facts: [
        { label: 'service', value: service.hostname },
        { label: 'plan', value: service.plan_name },
        ...(addresses ? [{ label: 'addresses', value: addresses }] : []),
      ],
      action: { surface: 'account', path: `/services/${showId('service', service.id)}` },
    },
  })
}

/** Says that a service was stopped until its invoice is paid. (`subscription.suspended`) */
export function mailServiceSuspended(fact: Fact<{ subscriptionId: string }>): Promise<void> {
  return mailAboutSubscription('service_suspended', fact, { path: () => '/invoices' })
}

/** Says that a paid service runs again. (`subscription.restored`) */
export function mailServiceRestored(fact: Fact<{ subscriptionId: string }>): Promise<void> {
  return mailAboutSubscription('service_restored', fact, {})
}

/** Says that a service will end with the period that is paid. (`subscription.cancellation_scheduled`) */
export function mailCancellationScheduled(
  fact: Fact<{ subscriptionId: string; endsOn: string }>
): Promise<void> {
  const endsOn = { date: fact.data.endsOn }
  return mailAboutSubscription('cancellation_scheduled', fact, {
    values: { date: endsOn },
    facts: [{ label: 'ends_on', value: endsOn }],
  })
}

/**
 * Says that a service is gone: because it stayed unpaid, or because it was cancelled. A service that never ran has its
 * order's mail. (`subscription.cancelled`)
 */
export async function mailCancelled(
  fact: Fact<{ subscriptionId: string; endsOn: string; reason: string }>
): Promise<void> {
  // The end of an unpaid trial has a mail of its own.
  if (fact.data.reason === 'creation_failed' || fact.data.reason === 'trial_unpaid') return
  const kind = fact.data.reason === 'unpaid' ? 'service_terminated' : 'cancelled'
  await mailAboutSubscription(kind, fact, { path: () => '/services' })
}

interface ChangeOfSubscription {
  subscriptionId: string
  changeId: string
  planName: string
  effectiveOn: string
}

/** Confirms what a subscription changes to, and when. (`subscription.change_scheduled`) */
export function mailChangeScheduled(fact: Fact<ChangeOfSubscription>): Promise<void> {
  return mailAboutChange('change_scheduled', fact)
}

/** Says that a service has its new size and price. (`subscription.change_completed`) */
export function mailChangeCompleted(fact: Fact<ChangeOfSubscription>): Promise<void> {
  return mailAboutChange('change_completed', fact)
}

/** Says that an unpaid change will not take place. (`subscription.change_lapsed`) */
export function mailChangeLapsed(fact: Fact<ChangeOfSubscription>): Promise<void> {
  return mailAboutChange('change_lapsed', fact)
}

/** Says that a change could not be carried out and its money is on the balance. (`subscription.change_reverted`) */
export function mailChangeReverted(fact: Fact<ChangeOfSubscription>): Promise<void> {
  return mailAboutChange('change_reverted', fact)
}

/** Two changes of one day may lead to the same plan: the price tells what was chosen. */
async function mailAboutChange(
  kind: Extract<CustomerMessageKind, `change_${string}`>,
  fact: Fact<ChangeOfSubscription>
): Promise<void> {
  const { changeId, effectiveOn, planName: plan } = fact.data
  const date = { date: effectiveOn }
  const change = (await findChangeForMail(changeId))!
  const isPlanNews = !change.keeps_plan && kind !== 'change_completed'
  const takesPlace = kind === 'change_scheduled' || kind === 'change_completed'
  const money = toWire({ amount: change.to_amount, currency: change.currency })
  const each = { unit: change.interval_unit, count: change.interval_count }
  await mailAboutSubscription(kind, fact, {
    values: { date, plan },
    facts: [
      ...(isPlanNews ? [{ label: 'new_plan', value: plan }] : []),
      ...(takesPlace ? [{ label: 'price_before_discounts', value: { money, each } }] : []),
      { label: 'effective_on', value: date },
    ],
    step: stepOfMinute(fact.occurredAt),
  })
}

/** Tells staff that work on a service needs a person. (`operation.failed`) */
export async function mailStaffOperationFailed({
  data,
}: Fact<{ operationId: string; serviceId: string; operationKind: string; reason: string }>): Promise<void> {
  const service = await findServiceForMail(data.serviceId)
  if (!service) return
  const operation = { word: `operation_${data.operationKind}` }
  await notifyStaff({
    kind: 'staff_operation_failed',
    subject: { kind: 'operation', id: data.operationId },
    customerId: service.customer_id,
    content: {
      values: { service: service.hostname, operation, customer: service.customer_name },
      facts: [
        { label: 'operation', value: operation },
        { label: 'service', value: service.hostname },
        { label: 'customer', value: service.customer_name },
        { label: 'reason', value: data.reason },
      ],
      action: { surface: 'admin', path: `/operations/${showId('operation', data.operationId)}` },
    },
  })
}

export interface SubscriptionMail {
  values?: MessageContent['values']
  facts?: MailFact[]
  path?: (subscription: SubscriptionForMail) => string
  /** The day of the fact unless told. */
  step?: number
}

/** Tells a customer of something that happened to a subscription that began. */
export async function mailAboutSubscription(
  kind: CustomerMessageKind,
  { data, occurredAt }: Fact<{ subscriptionId: string }>,
  { values = {}, facts = [], path = servicePath, step = stepOfDay(occurredAt) }: SubscriptionMail
): Promise<void> {
  const subscription = await findSubscriptionForMail(data.subscriptionId)
  // A subscription that never began was never told of, and its end is its order's story.
  if (!subscription?.started_on) return
  const name = subscription.service?.hostname ?? subscription.plan_name
  await notifyCustomer({
    kind,
    step,
    subject: { kind: 'subscription', id: subscription.id },
    customerId: subscription.customer_id,
    content: {
      values: { service: name, ...values },
      facts: [{ label: 'service', value: name }, { label: 'plan', value: subscription.plan_name }, ...facts],
      action: { surface: 'account', path: path(subscription) },
    },
  })
}

function servicePath({ service }: SubscriptionForMail): string {
  return service ? `/services/${showId('service', service.id)}` : '/services'
}
