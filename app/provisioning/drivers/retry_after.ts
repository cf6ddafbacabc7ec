import { Clock } from '#app/shared/time/clock'

const longestMs = 3_600_000

/**
 * How long a panel asks to be left alone: seconds, or an instant (RFC 9110). Undefined where it says nothing, or nothing that can be read.
 * None of the panels documents the header, so that it is honoured where it comes and missed nowhere.
 */
export function retryAfterIn(headers: Record<string, string | undefined>): number | undefined {
  const header = headers['retry-after']
  if (!header) return undefined
  const isSeconds = /^\d+$/.test(header.trim())
  const ms = isSeconds ? Number(header) * 1000 : Date.parse(header) - new Clock().wall().getTime()
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestMs) : undefined
}
