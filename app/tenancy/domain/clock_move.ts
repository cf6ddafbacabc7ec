import { DateTime } from 'luxon'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'

/** How far the demo's clock is to go. Months are calendar months in the tenant's zone. */
export interface ClockStep {
  unit: 'hours' | 'days' | 'months'
  count: number
}

export type ClockMoveError =
  { type: 'not_a_demo' } | { type: 'too_far'; monthsMax: number } | { type: 'not_forward' }

const monthsMax = 36

/** Where a move ends. Only forward, only a demo, and at most three years at once. */
export function planClockMove(
  now: Date,
  step: ClockStep,
  { isDemo, timeZone }: { isDemo: boolean; timeZone: string }
): Result<Date, ClockMoveError> {
  if (!isDemo) return err({ type: 'not_a_demo' })
  if (!Number.isInteger(step.count) || step.count < 1) return err({ type: 'not_forward' })
  const start = DateTime.fromJSDate(now, { zone: timeZone })
  const target = start.plus({ [step.unit]: step.count })
  if (!target.isValid || target > start.plus({ months: monthsMax }))
    return err({ type: 'too_far', monthsMax })
  return ok(target.toJSDate())
}

/** The next stop on the way: a day further, so that everything due on a day is done on that day. */
export function nextStop(reachedAt: Date, targetAt: Date): Date {
  const next = addDuration(reachedAt, { days: 1 })
  return next < targetAt ? next : targetAt
}
