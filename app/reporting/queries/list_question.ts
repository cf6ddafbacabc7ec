import { type RawBuilder, sql } from 'kysely'
import { pageSizeDefault } from '#app/shared/http/keyset'
import type { SearchTerm } from '#app/reporting/domain/search_term'

/** What every list of staff can be asked for. */
export interface ListQuestion {
  search?: SearchTerm | null
  /** The id that was pasted into the search, when it was one of the listed kind. */
  id?: string | null
  status?: string | null
  customerId?: string | null
  groupId?: string | null
  panelId?: string | null
  planId?: string | null
  cursor?: string | null
  size?: number
}

export function sizeOf(question: ListQuestion): number {
  return question.size ?? pageSizeDefault
}

/** All conditions that were given, joined. */
export function allOf(conditions: (RawBuilder<unknown> | null | false)[]): RawBuilder<unknown> {
  const given = conditions.filter((condition): condition is RawBuilder<unknown> => Boolean(condition))
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `)
}
