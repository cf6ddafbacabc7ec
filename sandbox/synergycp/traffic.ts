/** What went over a port: a believable curve of the day that is the same whenever it is asked for. Bits, decimal units. */
import type { Installation } from './installation.ts'
import type { ServerRecord } from './records.ts'

const HOUR_MS = 3_600_000
const POINTS_MAX = 288
const BASE_BPS = 24_000_000

export interface Usage {
  id: number
  used: number
  max: number | null
  percent: number | null
  cycle_started_at: { iso_8601: string }
}

/** Bits used since the cycle began; null when nothing is counted. */
export function usageNow(panel: Installation, server: ServerRecord): Usage | null {
  if (!server.bandwidth) return null
  const { id, maxBits, startedAt } = server.bandwidth
  const seconds = Math.max(0, (panel.kit.nowMs() - Date.parse(startedAt)) / 1000)
  const used = Math.round(seconds * (inBps(server, 12) + outBps(server, 12)))
  return {
    id,
    used,
    max: maxBits,
    percent: maxBits ? Math.round((used / maxBits) * 10_000) / 100 : null,
    cycle_started_at: { iso_8601: startedAt },
  }
}

export function graph(panel: Installation, server: ServerRecord, range: { start: number; end: number }) {
  const spanMs = Math.max(1, range.end - range.start) * 1000
  const stepMs = Math.max(300_000, Math.ceil(spanMs / POINTS_MAX / 60_000) * 60_000)
  const points = Math.max(1, Math.floor(spanMs / stepMs))
  const isActive = server.isPortOn && panel.primaryAccess(server.id) !== undefined
  const hourAt = (index: number) => ((range.start * 1000 + index * stepMs) / HOUR_MS) % 24
  const series = [inBps, outBps].map((at) =>
    Array.from({ length: points }, (_, index) => (isActive ? Math.round(at(server, hourAt(index))) : 0))
  )
  return {
    status: 1,
    min_time: range.start,
    max_time: range.end,
    from_time: range.start,
    to_time: range.end,
    data: series,
    stats: series.map((values) => statsOf(values, stepMs / 1000)),
  }
}

/** `nf` is the 95th percentile, `sum` bits. */
function statsOf(values: number[], stepSeconds: number) {
  const sorted = values.toSorted((a, b) => a - b)
  const sum = values.reduce((total, value) => total + value, 0)
  return {
    sum: sum * stepSeconds,
    avg: Math.round(sum / values.length),
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    nf: sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0,
  }
}

function inBps(server: ServerRecord, hour: number): number {
  return outBps(server, hour) / 6
}

function outBps(server: ServerRecord, hour: number): number {
  const size = 1 + (server.id % 5)
  return BASE_BPS * size * (1 + 0.6 * Math.sin(((hour - 8) / 24) * 2 * Math.PI))
}

/** `10TB`, `20000GB`: text to bits; nothing is no limit. Undefined for a text that says neither. */
export function bitsOf(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const match = /^(\d+(?:\.\d+)?)\s*(MB|GB|TB)$/i.exec(text.trim())
  if (!match) return undefined
  const factor = { MB: 1e6, GB: 1e9, TB: 1e12 }[match[2]?.toUpperCase() ?? ''] ?? 0
  return Math.round(Number(match[1]) * factor * 8)
}
