import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import {
  type CaseSearch,
  type CaseTotal,
  type CollectionCase,
  listCases,
  sumCases,
} from '#app/billing/records/collection_cases'

/** Which invoices are or were with a collection agency, newest first? */
export function listCollectionCases({
  size,
  ...search
}: Omit<CaseSearch, 'limit'> & { size: number }): Promise<Page<CollectionCase>> {
  return inReadTransaction(async () => toPage(await listCases({ ...search, limit: size + 1 }), size))
}

/** How much was handed over, by state and currency? */
export function sumCollectionCases(customerId: string | null): Promise<CaseTotal[]> {
  return inReadTransaction(() => sumCases({ customerId }))
}
