import { isIban, normaliseAccount } from '#app/tenancy/domain/bank_account'

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
  iban: string | null
  bic: string | null
  bank_name: string | null
}

/** Only what is given changes; null empties a field. */
export type CompanyChanges = { [Field in keyof Company]?: Company[Field] | undefined }

export type CompanyProblem = { type: 'iban_malformed' } | { type: 'iban_missing' }

/** The company after the wished changes, or what is wrong with it. */
export function changeCompany(company: Company, wish: CompanyChanges): Company | CompanyProblem {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
  const changed = { ...company, ...given } as Company
  const { iban, bic } = changed
  const spelled = { ...changed, iban: iban && normaliseAccount(iban), bic: bic && normaliseAccount(bic) }
  if (spelled.iban && !isIban(spelled.iban)) return { type: 'iban_malformed' }
  if (!spelled.iban && (spelled.bic || spelled.bank_name)) return { type: 'iban_missing' }
  return spelled
}

/** The fields in which two differ. */
export function changedFields(before: Company, after: Company): (keyof Company)[] {
  return (Object.keys(after) as (keyof Company)[]).filter((name) => before[name] !== after[name])
}
