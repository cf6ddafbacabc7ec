import { addDays, type CalendarDate, dateIn, startOfDay } from '#app/shared/time/calendar'

export const componentStates = ['operational', 'degraded', 'down'] as const
export type ComponentState = (typeof componentStates)[number]

/** A state and since when; it holds until the next one. */
export interface StateChange {
  at: Date
  state: ComponentState
}

export interface DayOfUptime {
  date: CalendarDate
  /** Null for days before anything was measured. */
  worst: ComponentState | null
  downSeconds: number
  /** How much of the day is known; less than a day for the first one and for today. */
  measuredSeconds: number
}

/** The worst of several states. */
export function worstOf(states: ComponentState[]): ComponentState {
  return states.reduce(
    (worst, state) => (rank(state) > rank(worst) ? state : worst),
    'operational' as ComponentState
  )
}

/**
 * Cuts a component's history into days of a zone, oldest first. A change belongs to the day it happened on; a state that lasts over
 * midnight counts for both days.
 */
export function summariseDays(
  changes: StateChange[],
  { now, zone, dayCount }: { now: Date; zone: string; dayCount: number }
): DayOfUptime[] {
  const today = dateIn(zone, now)
  const ordered = changes.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  return Array.from({ length: dayCount }, (_, index) => {
    const date = addDays(today, index - dayCount + 1)
    const from = startOfDay(zone, date)
    const until = earlier(startOfDay(zone, addDays(date, 1)), now)
    return { date, ...summariseDay(ordered, from, until) }
  })
}

function summariseDay(ordered: StateChange[], from: Date, until: Date): Omit<DayOfUptime, 'date'> {
  const spans = ordered
    .map((change, index) => ({
      state: change.state,
      start: Math.max(change.at.getTime(), from.getTime()),
      end: Math.min(ordered[index + 1]?.at.getTime() ?? until.getTime(), until.getTime()),
    }))
    .filter((span) => span.end > span.start)
  if (spans.length === 0) return { worst: null, downSeconds: 0, measuredSeconds: 0 }
  return {
    worst: worstOf(spans.map((span) => span.state)),
    downSeconds: totalSeconds(spans.filter((span) => span.state === 'down')),
    measuredSeconds: totalSeconds(spans),
  }
}

function totalSeconds(spans: { start: number; end: number }[]): number {
  return Math.round(spans.reduce((sum, span) => sum + span.end - span.start, 0) / 1000)
}

function rank(state: ComponentState): number {
  return componentStates.indexOf(state)
}

function earlier(first: Date, second: Date): Date {
  return first < second ? first : second
}
