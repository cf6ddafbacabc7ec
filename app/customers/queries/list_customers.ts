import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { readId } from '#app/shared/ids'
import { toSearchWords } from '#app/customers/domain/search'
import * as customers from '#app/customers/records/customers'

export interface CustomerSearch {
  /** A name, company, e-mail address, number, or an id (`cus_…`), or the beginning of one of them. */
  search?: string
  /** Only of this group. */
  groupId?: string | null
  before: string | null
  size: number
}

/** Which customers are there, newest first, by what staff typed? */
export async function listCustomers({
  search,
  groupId = null,
  before,
  size,
}: CustomerSearch): Promise<Page<customers.Customer>> {
  const id = readId('customer', search?.trim())
  const words = search && !id ? toSearchWords(search) : []
  if (search?.trim() && !id && words.length === 0) return { rows: [], nextCursor: null }
  return toPage(
    await inReadTransaction(() => customers.list({ words, id, groupId, before, limit: size + 1 })),
    size
  )
}
