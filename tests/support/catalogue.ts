import { inTransaction } from '#app/shared/database/unit'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { type Catalogue, loadCatalogue, seedCatalogue } from '#app/catalogue/index'
import { newId } from '#app/shared/ids'
import { as } from '#tests/support/tenants'

/** The demo's range of servers, and German VAT. */
export function stockShop(tenant: Tenant): Promise<Catalogue> {
  return as(tenant, async () => {
    await seedCatalogue()
    await inTransaction(() =>
      db
        .insertInto('tax_rates')
        .values({ id: newId(), country: 'DE', name: 'USt', percent: '19', valid_from: '2020-01-01' })
        .execute()
    )
    return loadCatalogue()
  })
}

/** A plan's id by its address: `vps-m`. */
export function planCalled(catalogue: Catalogue, slug: string): string {
  return catalogue.products.flatMap((product) => product.plans).find((plan) => plan.slug === slug)!.id
}

/** What somebody puts into a cart. */
export function wishFor(planId: string, options: Record<string, string | number | boolean> = {}) {
  return { planId, interval: { unit: 'month' as const, count: 1 }, hostname: 'web-01.example.com', options }
}
