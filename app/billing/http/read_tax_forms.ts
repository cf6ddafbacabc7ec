import type { Infer } from '@vinejs/vine/types'
import type { TaxRegistration } from '#app/billing/domain/taxation/seller_tax'
import type {
  addTaxExemption,
  addTaxRate,
  addTaxRegistration,
  saveTaxProfile,
  submitTaxCertificate,
} from '#app/billing/http/validators/tax_validators'
import type { TaxProfile } from '#app/billing/records/tax_profiles'
import type { StoredRate } from '#app/billing/records/tax_rates'

/** Forms and bodies as actions want them: the same for screens and programs. */
export function readProfile(body: Infer<typeof saveTaxProfile>): TaxProfile {
  return {
    country: body.country,
    taxId: body.tax_id ?? null,
    isSmallBusiness: body.is_small_business,
    smallBusinessNote: body.small_business_note ?? null,
    isOverEuThreshold: body.is_over_eu_threshold,
    pricesIncludeTax: body.prices_include_tax,
    taxRounding: body.tax_rounding,
  }
}

export function readRate(body: Infer<typeof addTaxRate>): Omit<StoredRate, 'id'> {
  return {
    country: body.country,
    region: body.region ?? null,
    postalPrefix: body.postal_prefix ?? null,
    name: body.name,
    percent: body.percent,
    taxablePercent: body.taxable_percent ?? '100',
    kind: body.kind,
    productKinds: body.product_kinds ?? null,
    customerKind: body.customer_kind ?? null,
    isAdditional: body.is_additional ?? false,
    source: body.source ?? null,
    validFrom: body.valid_from,
    validUntil: body.valid_until ?? null,
  }
}

export function readRegistration(body: Infer<typeof addTaxRegistration>): TaxRegistration {
  return {
    country: body.country,
    region: body.region ?? null,
    scheme: body.scheme,
    number: body.number ?? null,
    validFrom: body.valid_from,
    validUntil: body.valid_until ?? null,
  }
}

export function readExemption(body: Infer<typeof addTaxExemption>) {
  return {
    country: body.country,
    region: body.region ?? null,
    certificate: body.certificate,
    document: body.document ?? null,
    validFrom: body.valid_from,
    validUntil: body.valid_until ?? null,
  }
}

export function readCertificate(body: Infer<typeof submitTaxCertificate>) {
  return {
    country: body.country,
    region: body.region ?? null,
    certificate: body.certificate,
    validFrom: body.valid_from,
    validUntil: body.valid_until ?? null,
  }
}
