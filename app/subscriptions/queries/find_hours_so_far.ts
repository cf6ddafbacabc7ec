import { currentTenant } from '#app/shared/database/context'
import { together } from '#app/shared/database/together'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type HoursSoFar, hoursSoFar } from '#app/subscriptions/domain/hours'
import { isByHour } from '#app/subscriptions/domain/periods'
import { agreedItemOn } from '#app/subscriptions/domain/price_move'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { listRenewalItems } from '#app/subscriptions/records/due_renewals'
import { listStretches } from '#app/subscriptions/records/hourly_stretches'
import { listItemMoves } from '#app/subscriptions/records/price_moves'

/**
 * What have the hours of the months that run come to? By subscription; those that are not charged by the hour, have ended, or are paid ahead
 * still, are missing.
 * Nothing is asked where none is charged by the hour.
 */
export async function findHoursSoFar(
  subscriptions: readonly Subscription[]
): Promise<Map<string, HoursSoFar>> {
  const { timeZone } = currentTenant()
  const now = new Clock().now()
  const today = dateIn(timeZone, now)
  const counted = subscriptions.flatMap(({ id, status, interval, currentPeriodStartsOn: startsOn, renewsOn: endsOn }) =>
    isByHour(interval) && status !== 'cancelled' && startsOn && startsOn <= today && endsOn ? [{ id, period: { startsOn, endsOn } }] : []
  ) // prettier-ignore
  if (counted.length === 0) return new Map()
  const ids = counted.map(({ id }) => id)
  const [items, moves, stretches] = await together(
    () => listRenewalItems(ids),
    () => listItemMoves(ids, { isLocking: false }),
    () => listStretches(ids)
  )
  const itemsOf = Map.groupBy(items, ({ subscriptionId }) => subscriptionId)
  return new Map(
    counted.map(({ id, period }) => {
      const own = moves.get(id) ?? []
      const agreed = (itemsOf.get(id) ?? []).map((item) => agreedItemOn(item, own, period.startsOn))
      return [id, hoursSoFar(agreed, { stretches: stretches.get(id) ?? [], period, timeZone, now })] as const
    })
  )
}
