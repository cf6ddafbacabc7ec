import type { HttpContext } from '@adonisjs/core/http'
import { filterId, type IdKind, readId } from '#app/shared/ids'
import { readSearchTerm, type SearchTerm } from '#app/reporting/domain/search_term'

export interface ReadQuestion {
  search: SearchTerm | null
  id: string | null
  status: string | null
  customerId: string | null
  groupId: string | null
  panelId: string | null
  planId: string | null
  cursor: string | null
}

const statusPattern = /^[a-z_]{1,30}$/

/** Search, filters and page of a list from its address. What makes no sense there is left out: an address is typed by people. */
export function readListQuestion({ request }: HttpContext, kind: IdKind): ReadQuestion {
  const { q, status, customer, group, panel, plan, cursor } = request.qs() as Record<string, unknown>
  const search = readSearchTerm(typeof q === 'string' ? q : undefined)
  return {
    search,
    id: search ? readId(kind, search.text) : null,
    status: typeof status === 'string' && statusPattern.test(status) ? status : null,
    customerId: readId('customer', customer),
    groupId: readId('customerGroup', group),
    panelId: narrowed('panel', panel),
    planId: narrowed('plan', plan),
    cursor: readId(kind, cursor),
  }
}

function narrowed(kind: IdKind, shown: unknown): string | null {
  return filterId(kind, typeof shown === 'string' ? shown : undefined)
}
