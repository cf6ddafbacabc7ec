/** The Laravel paginator that the vendor's longer lists answer with. */
import { Refusal } from './refusal.ts'

const RESULTS_DEFAULT = 20
const RESULTS_MAX = 200

export interface PageRequest {
  path: string
  query: Record<string, unknown>
}

export function paginate<T>(items: T[], { path, query }: PageRequest) {
  const perPage = positive(query, 'results', RESULTS_DEFAULT, RESULTS_MAX)
  const page = positive(query, 'page', 1, Number.MAX_SAFE_INTEGER)
  const lastPage = Math.max(1, Math.ceil(items.length / perPage))
  const start = (page - 1) * perPage
  const data = items.slice(start, start + perPage)
  const url = (number: number) => `${path}?page=${number}`
  const previousUrl = page > 1 ? url(page - 1) : null
  const nextUrl = page < lastPage ? url(page + 1) : null
  return {
    current_page: page,
    data,
    first_page_url: url(1),
    from: data.length > 0 ? start + 1 : null,
    last_page: lastPage,
    last_page_url: url(lastPage),
    links: [
      { url: previousUrl, label: '&laquo; Previous', active: false },
      ...Array.from({ length: lastPage }, (_, index) => ({
        url: url(index + 1),
        label: String(index + 1),
        active: index + 1 === page,
      })),
      { url: nextUrl, label: 'Next &raquo;', active: false },
    ],
    next_page_url: nextUrl,
    path,
    per_page: perPage,
    prev_page_url: previousUrl,
    to: data.length > 0 ? start + data.length : null,
    total: items.length,
  }
}

function positive(query: Record<string, unknown>, name: string, fallback: number, max: number): number {
  const raw = query[name]
  if (raw === undefined || raw === '') return fallback
  const value = Number(raw)
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Refusal(422, { errors: { [name]: [`The ${name} field must be at least 1.`] } })
  }
  if (value > max) {
    throw new Refusal(422, { errors: { [name]: [`The ${name} field must not be greater than ${max}.`] } })
  }
  return value
}
