import { type ComponentState, worstOf } from '#app/status/domain/uptime'

/** What the headline says. `unsure` when nothing can be measured, `mixed` when some parts are down and others are not. */
export type Headline = 'operational' | 'degraded' | 'mixed' | 'down' | 'unsure'

export function headlineOf(states: ComponentState[], isCurrent: boolean): Headline {
  if (!isCurrent || states.length === 0) return 'unsure'
  const worst = worstOf(states)
  if (worst !== 'down') return worst
  return states.every((state) => state === 'down') ? 'down' : 'mixed'
}

/** Share of the measured time in which a component was not down, in percent with two decimals; null before any measurement. */
export function uptimePercent(days: { downSeconds: number; measuredSeconds: number }[]): string | null {
  const measured = days.reduce((sum, day) => sum + day.measuredSeconds, 0)
  if (measured === 0) return null
  const down = days.reduce((sum, day) => sum + day.downSeconds, 0)
  // Rounded down: 100.00 is said only when nothing was ever down.
  const hundredths = String(Math.floor(((measured - down) * 10_000) / measured)).padStart(3, '0')
  return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`
}
