import { addDuration, type CalendarDate, daysBetween } from '#app/shared/time/calendar'

const hoursBetween = 4
const minutesAfterFailure = 10
const minutesAfterFailureMax = 120

/** When a feed is asked again: every four hours, sooner after a failure (10, 20, 40, 80, then every 120 minutes). */
export function nextFeedAttempt(now: Date, failures: number): Date {
  if (failures === 0) return addDuration(now, { hours: hoursBetween })
  const doubled = minutesAfterFailure * 2 ** Math.min(failures - 1, 10)
  return addDuration(now, { minutes: Math.min(doubled, minutesAfterFailureMax) })
}

/** Whether days may be missing between what is kept and today, so that the newest day alone would leave a gap. */
export function needsHistory(latestOn: CalendarDate | null, today: CalendarDate): boolean {
  return latestOn === null || daysBetween(latestOn, today) > 1
}

/** Whether a feed has been silent for longer than its weekends and holidays explain. */
export function isStale(
  latestOn: CalendarDate | null,
  { today, silentDaysMax }: { today: CalendarDate; silentDaysMax: number }
): boolean {
  return latestOn === null || daysBetween(latestOn, today) > silentDaysMax
}
