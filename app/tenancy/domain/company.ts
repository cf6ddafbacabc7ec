/** Who sells, as invoices print it. */
export interface Company {
  legal_name: string
  street: string | null
  postal_code: string | null
  city: string | null
  region: string | null
  country: string | null
  tax_id: string | null
  support_email: string
  phone: string | null
  website: string | null
  footer: string | null
  /** `scheme:value`, where networks deliver e-invoices to it. */
  electronic_address: string | null
}

/** Only what is given changes; null empties a field. */
export type CompanyChanges = { [Field in keyof Company]?: Company[Field] | undefined }

/** The company after the wished changes. */
export function changeCompany(company: Company, wish: CompanyChanges): Company {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
  return { ...company, ...given } as Company
}

/** The fields in which two differ. */
export function changedFields(before: Company, after: Company): (keyof Company)[] {
  return (Object.keys(after) as (keyof Company)[]).filter((name) => before[name] !== after[name])
}
