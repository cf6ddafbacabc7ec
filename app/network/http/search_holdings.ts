import type { Page } from '#app/shared/http/keyset'
import { readId } from '#app/shared/ids'
import { parseInstant } from '#app/shared/time/calendar'
import { readNetwork } from '#app/network/domain/addresses'
import {
  type ListedHolding,
  listContested,
  listHolders,
  listHoldingsOf,
} from '#app/network/queries/list_holdings'

export interface HoldingSearch {
  q?: string
  at?: string
  is_contested?: boolean
  cursor?: string
  size: number
}

/** Answers what somebody typed: an address, a network, a service, a customer. Null when it is none of these. */
export async function searchHoldings(search: HoldingSearch): Promise<Page<ListedHolding> | null> {
  const { q = '', size } = search
  const page = { before: search.cursor ?? null, size }
  if (search.is_contested) return listContested(page)
  if (!q) return { rows: [], nextCursor: null }
  const network = readNetwork(q)
  const at = search.at ? parseInstant(search.at) : null
  if (search.at && !at) return null
  if (network) return listHolders({ network, at, ...page })
  const [serviceId, customerId] = [readId('service', q), readId('customer', q)]
  if (serviceId) return listHoldingsOf({ serviceId, ...page })
  return customerId ? listHoldingsOf({ customerId, ...page }) : null
}
