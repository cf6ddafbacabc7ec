const dayMs = 86_400_000

/**
 * The step of a notice that may come again for the same subject (suspended in March, and again in June): the day on which
 * its cause happened, counted from 1970. Within one day the notice is told once.
 */
export function stepOfDay(occurredAt: Date): number {
  return Math.floor(occurredAt.getTime() / dayMs)
}
