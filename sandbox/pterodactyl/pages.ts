/** The panel's envelope: items with their kind, and lists with pages. */
import type { Call } from './routing.ts'

export interface Item {
  object: string
  attributes: Record<string, unknown>
}

interface PageLimits {
  perPage: number
  perPageMax: number | null
}

export function listOf(data: Item[]) {
  return { object: 'list', data }
}

/** A page of a list. A wrong number of a page answers like the first, as the framework's paginator does. */
export function paginate<T>(
  items: T[],
  call: Call,
  present: (item: T) => Item,
  { perPage: usual, perPageMax }: PageLimits = { perPage: 50, perPageMax: null }
) {
  const wanted = wholeNumber(call.query.per_page) ?? usual
  const perPage = perPageMax === null ? wanted : Math.min(wanted, perPageMax)
  const page = wholeNumber(call.query.page) ?? 1
  const totalPages = Math.max(1, Math.ceil(items.length / perPage))
  const rows = items.slice((page - 1) * perPage, page * perPage)
  const urlOf = (number: number) => `${call.url}?page=${number}`
  const links = {
    ...(page > 1 ? { previous: urlOf(page - 1) } : {}),
    ...(page < totalPages ? { next: urlOf(page + 1) } : {}),
  }
  return {
    ...listOf(rows.map(present)),
    meta: {
      pagination: {
        total: items.length,
        count: rows.length,
        per_page: perPage,
        current_page: page,
        total_pages: totalPages,
        links,
      },
    },
  }
}

/** Filters of a list: `filter[email]=ada` finds what contains it. */
export function matchesFilters(call: Call, fields: Record<string, string | null>): boolean {
  return Object.entries(fields).every(([name, value]) => {
    const wanted = call.query[`filter[${name}]`]
    if (typeof wanted !== 'string' || wanted === '') return true
    return (value ?? '').toLowerCase().includes(wanted.toLowerCase())
  })
}

export function sorted<T extends { id: number }>(items: T[], call: Call): T[] {
  if (call.query.sort === '-id') return items.toSorted((a, b) => b.id - a.id)
  return items.toSorted((a, b) => a.id - b.id)
}

function wholeNumber(value: unknown): number | null {
  const number = Number(value)
  return value !== undefined && value !== '' && Number.isSafeInteger(number) && number >= 1 ? number : null
}
