import type { Fact } from '#app/shared/events/event'
import { showId } from '#app/shared/ids'
import type { Interval } from '#app/shared/time/calendar'
import { notifyCustomer } from '#app/messaging/actions/notify'
import type { MailValue } from '#app/messaging/domain/message_content'
import { findSubscriptionForMail } from '#app/messaging/queries/find_mail_subjects'

interface PriceChange {
  subscriptionId: string
  entryId: string
  currency: string
  oldAmount: string
  newAmount: string
  oldHourAmount?: string | null
  newHourAmount?: string | null
  interval?: Interval
}

/** The subject under which notices of a price are known: one for each subscription of a move, so each is told once. */
export const priceNoticeSubject = 'price_notice'

/** Tells old price, new price, from when, and how to cancel. (`subscription.price_move_announced`) */
export function mailPriceChange({ data }: Fact<PriceChange & { firstOn: string }>): Promise<void> {
  return mail('price_change', data, { date: data.firstOn })
}

/** Tells those who were told of another price that theirs stays. (`subscription.price_move_withdrawn`) */
export function mailPriceChangeWithdrawn({ data }: Fact<PriceChange>): Promise<void> {
  return mail('price_change_withdrawn', data, null)
}

async function mail(
  kind: 'price_change' | 'price_change_withdrawn',
  change: PriceChange,
  on: { date: string } | null
): Promise<void> {
  const { subscriptionId, entryId, oldAmount, newAmount, oldHourAmount, newHourAmount } = change
  const subscription = await findSubscriptionForMail(subscriptionId)
  if (!subscription) return
  const { service, plan_name: plan } = subscription
  const name = service?.hostname ?? plan
  const before = priceOf(change, { amount: oldAmount, hourAmount: oldHourAmount })
  const after = priceOf(change, { amount: newAmount, hourAmount: newHourAmount })
  await notifyCustomer({
    kind,
    subject: { kind: priceNoticeSubject, id: entryId },
    customerId: subscription.customer_id,
    content: {
      values: { service: name, before, after, ...(on ? { date: on } : {}) },
      facts: [
        { label: 'service', value: name },
        { label: 'plan', value: plan },
        { label: on ? 'old_price' : 'price', value: before },
        ...(on
          ? [
              { label: 'new_price', value: after },
              { label: 'effective_on', value: on },
            ]
          : []),
      ],
      action: {
        surface: 'account',
        path: service ? `/services/${showId('service', service.id)}` : '/services',
      },
    },
  })
}

/** By the hour the amount is the most of a month, which alone would say nothing of what an hour costs. */
function priceOf(
  { currency, interval }: PriceChange,
  { amount, hourAmount }: { amount: string; hourAmount: string | null | undefined }
): MailValue {
  const money = { amount, currency }
  if (hourAmount) return { hour: { amount: hourAmount, currency }, monthAtMost: money }
  return interval && interval.unit !== 'hour' ? { money, each: interval } : { money }
}
