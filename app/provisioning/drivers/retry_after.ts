const longestMs = 3_600_000

/**
 * How long a panel asks to be left alone: seconds, or an instant (RFC 9110). Undefined where it says nothing, or nothing that can be read.
 * None of the panels documents the header, so that it is honoured where it comes and missed nowhere.
 */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (!header) return undefined
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime()
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestMs) : undefined
}
