import { currentTenant } from '#app/shared/database/context'
import type { Catalogue } from '#app/catalogue/domain/catalogue'
import { loadCatalogue } from '#app/catalogue/queries/load_catalogue'

const freshMs = 1_000
const kept = new Map<string, { catalogue: Catalogue; readAt: number }>()

/**
 * What is sold, for pages that only show it: a second old at most, so that a page that is kept ready costs no question to the
 * database. Carts, quotes and orders ask {@link loadCatalogue}.
 */
export async function loadShopCatalogue(): Promise<Catalogue> {
  const tenantId = currentTenant().id
  const known = kept.get(tenantId)
  if (known && performance.now() - known.readAt < freshMs) return known.catalogue
  const catalogue = await loadCatalogue()
  kept.set(tenantId, { catalogue, readAt: performance.now() })
  return catalogue
}
