/** The vendor's lists: `offset` and `limit` in the address, `items` and `total` in the answer. */
import { Refusal } from './refusal.ts'
import type { Call } from './routing.ts'

/** The default is in no document; small, so that a caller who sends no limit notices. */
const LIMIT_DEFAULT = 20
const LIMIT_MAX = 1000

export function paged<T>(items: T[], { query }: Call): { items: T[]; total: number } {
  const offset = wholeNumber(query, 'offset', 0)
  const limit = Math.min(wholeNumber(query, 'limit', LIMIT_DEFAULT), LIMIT_MAX)
  return { items: items.slice(offset, offset + limit), total: items.length }
}

export function booleanOf(query: Record<string, unknown>, name: string): boolean {
  const value = query[name]
  if (value === undefined || value === 'false') return false
  if (value === 'true') return true
  throw new Refusal(
    400,
    `Failed to deserialize query string: ${name}: provided string was not \`true\` or \`false\``
  )
}

function wholeNumber(query: Record<string, unknown>, name: string, fallback: number): number {
  const value = query[name]
  if (value === undefined) return fallback
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value)
  throw new Refusal(400, `Failed to deserialize query string: ${name}: invalid digit found in string`)
}
