import { inReadTransaction } from '#app/shared/database/unit'
import type { Company } from '#app/tenancy/domain/company'
import * as brands from '#app/tenancy/records/brands'

/** Who sells, as the next invoice will print it. Null for a tenant whose brand is not set up. */
export async function findCompany(): Promise<Company | null> {
  const brand = await inReadTransaction(() => brands.find())
  return brand ? companyOf(brand) : null
}

export function companyOf(brand: brands.BrandRow): Company {
  const address = brand.address as Record<string, string | null | undefined>
  const { legal_name, tax_id, support_email, phone, website, footer, electronic_address } = brand
  return {
    legal_name,
    street: address.street ?? null,
    postal_code: address.postal_code ?? address.postalCode ?? null,
    city: address.city ?? null,
    region: address.region ?? null,
    country: address.country ?? null,
    tax_id,
    support_email,
    phone,
    website,
    footer,
    electronic_address,
  }
}
