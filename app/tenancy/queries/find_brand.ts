import { db } from '#app/shared/database/db'
import { currentTenant, type Tenant } from '#app/shared/database/context'
import { lastKnown } from '#app/shared/database/tenant_directory'
import { inReadTransaction } from '#app/shared/database/unit'

/** How the tenant looks and what it is called, as screens, mails and documents show it. */
export interface Brand {
  name: string
  legal_name: string
  accent_color: string
  support_email: string
  mail_from: string
  website: string | null
  footer: string | null
  address: Record<string, string>
  tax_id: string | null
}

const cacheMs = 5_000
const brands = new Map<string, { brand: Brand; readAt: number }>()

/** Lets the next reader see what was just changed. */
export function forgetBrand(tenantId: string): void {
  brands.delete(tenantId)
}

/** The current tenant's brand. Cached for seconds: every page needs it. */
export async function findBrand(): Promise<Brand> {
  const tenant = currentTenant()
  const known = brands.get(tenant.id)
  if (known && performance.now() - known.readAt < cacheMs) return known.brand
  return lastKnown(known?.brand, () => readBrand(tenant))
}

async function readBrand(tenant: Tenant): Promise<Brand> {
  const row = await inReadTransaction(() =>
    db
      .selectFrom('brands')
      .select([
        'name',
        'legal_name',
        'accent_color',
        'support_email',
        'mail_from',
        'website',
        'footer',
        'address',
        'tax_id',
      ])
      .executeTakeFirst()
  )
  const brand = row ? { ...row, address: row.address as Record<string, string> } : plainBrand(tenant.name)
  brands.set(tenant.id, { brand, readAt: performance.now() })
  return brand
}

/** A tenant that has not dressed yet still has a name. */
function plainBrand(name: string): Brand {
  return {
    name,
    legal_name: name,
    accent_color: 'blue',
    support_email: '',
    mail_from: '',
    website: null,
    footer: null,
    address: {},
    tax_id: null,
  }
}
