import { currentTenant, requireContext } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type { Catalogue } from '#app/catalogue/domain/catalogue'
import { readCatalogueRows, readCatalogueVersion } from '#app/catalogue/records/catalogue_rows'
import { toProducts } from '#app/catalogue/records/to_catalogue'

const kept = new Map<string, Catalogue>()

/**
 * What is sold now. The version is asked each time, in one small read; the catalogue itself is read again only when it changed or
 * another day began in the tenant's zone, so that an edit and a new price show at once and in every process.
 */
export function loadCatalogue(): Promise<Catalogue> {
  return inReadTransaction(async () => {
    const { id: tenantId, timeZone } = currentTenant()
    const pricesOn = dateIn(timeZone, new Clock().now())
    const version = (await readCatalogueVersion()).toString()
    const known = kept.get(tenantId)
    if (known?.version === version && known.pricesOn === pricesOn) return known
    const catalogue = { version, pricesOn, products: toProducts(await readCatalogueRows(pricesOn)) }
    // A version that is still being written may never come to be, or come to be with other content.
    if (requireContext().unit?.isReadOnly) kept.set(tenantId, catalogue)
    return catalogue
  })
}

/** The version alone, for pages that are kept ready by it. */
export function findCatalogueVersion(): Promise<string> {
  return inReadTransaction(async () => (await readCatalogueVersion()).toString())
}
