/** The vendor's lists: paged even with one hit. */
import { invalid } from './refusal.ts'
import type { Answer, Call } from './routing.ts'

const PER_PAGE_DEFAULT = 15
const PER_PAGE_MAX = 1000

export function paged<T>(items: T[], { query }: Call): Answer {
  const perPage = positive(query, 'per_page', PER_PAGE_DEFAULT)
  const page = positive(query, 'page', 1)
  const size = Math.min(perPage, PER_PAGE_MAX)
  return {
    data: {
      current_page: page,
      last_page: Math.max(1, Math.ceil(items.length / size)),
      total: items.length,
      data: items.slice((page - 1) * size, page * size),
    },
  }
}

function positive(query: Record<string, unknown>, name: string, fallback: number): number {
  const raw = query[name]
  if (raw === undefined || raw === '') return fallback
  const value = Number(raw)
  if (!Number.isSafeInteger(value) || value < 1) throw invalid(`The ${name} must be at least 1.`)
  return value
}
