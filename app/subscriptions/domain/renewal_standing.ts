import { dayOfMonth } from '#app/shared/time/calendar'
import { isByHour, periodFrom } from '#app/subscriptions/domain/periods'
import { restarts, type Standing } from '#app/subscriptions/domain/standing'

/**
 * The terms of a scheduled change as they are when its renewal comes. The anchor stays where both intervals know one; from counted
 * days or weeks to months the day of the renewal is the new anchor, so that the first month is a whole one. Hours begin with that day and are
 * invoiced by the calendar month.
 */
export function standingAtRenewal(stood: Standing, { planId, interval, items }: Standing): Standing {
  if (isByHour(interval) && !isByHour(stood.interval)) {
    const rhythm = { interval, anchorDay: 1 }
    const { startsOn, endsOn } = periodFrom(stood.renewsOn, rhythm)
    return { planId, ...rhythm, items, currentPeriodStartsOn: startsOn, renewsOn: endsOn }
  }
  const isAnchored = ({ interval: { unit } }: Pick<Standing, 'interval'>) => unit === 'month' || unit === 'year' // prettier-ignore
  const keepsAnchor = !restarts(stood, { interval }) || isAnchored(stood)
  return {
    ...stood,
    planId,
    interval,
    items,
    anchorDay: keepsAnchor ? stood.anchorDay : dayOfMonth(stood.renewsOn),
  }
}
