const dayMs = 86_400_000

/**
 * The step of a notice that may come again for the same subject (suspended in March, and again in June): the day on which
 * its cause happened, counted from 1970. Within one day the notice is told once.
 */
export function stepOfDay(occurredAt: Date): number {
  return Math.floor(occurredAt.getTime() / dayMs)
}

/** The same for what may be asked for twice on one day: the minute. */
export function stepOfMinute(occurredAt: Date): number {
  return Math.floor(occurredAt.getTime() / 60_000)
}
