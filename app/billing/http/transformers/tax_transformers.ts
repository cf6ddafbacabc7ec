import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { AddedTaxRate } from '#app/billing/actions/add_tax_rate'
import { type TaxDecision, taxReasons } from '#app/billing/domain/tax'
import { registrationSchemes } from '#app/billing/domain/taxation/seller_tax'
import { standingAt, taxIdStandings } from '#app/billing/domain/taxation/tax_id'
import type { CustomerTaxPage } from '#app/billing/queries/find_customer_tax'
import type { TaxSettings } from '#app/billing/queries/find_tax_settings'
import type { StoredExemption } from '#app/billing/records/tax_exemptions'
import type { TaxId } from '#app/billing/records/tax_ids'
import type { StoredRegistration, TaxProfile } from '#app/billing/records/tax_profiles'
import { verdict } from '#app/billing/http/transformers/place_transformers'
import type { StoredRate } from '#app/billing/records/tax_rates'

const text = () => vine.string().nullable()
const validity = { valid_from: vine.string(), valid_until: text() }

export const taxRateFields = {
  id: vine.string(), country: vine.string(), region: text(), postal_prefix: text(), name: vine.string(), percent: vine.string(),
  taxable_percent: vine.string(), kind: vine.string(), product_kinds: vine.array(vine.string()).nullable(), customer_kind: text(),
  is_additional: vine.boolean(), source: text(), ...validity,
} // prettier-ignore
export const taxRateShape = vine.create(taxRateFields)

export function showTaxRate(rate: StoredRate) {
  return {
    id: showId('taxRate', rate.id),
    country: rate.country,
    region: rate.region,
    postal_prefix: rate.postalPrefix,
    name: rate.name,
    percent: rate.percent,
    taxable_percent: rate.taxablePercent,
    kind: rate.kind,
    product_kinds: rate.productKinds === null ? null : [...rate.productKinds],
    customer_kind: rate.customerKind,
    is_additional: rate.isAdditional,
    source: rate.source,
    valid_from: rate.validFrom,
    valid_until: rate.validUntil,
  }
}

/** `continued`: the rates that hold again from its end on. */
export const addedTaxRateShape = vine.create({
  ...taxRateFields,
  continued: vine.array(vine.object(taxRateFields)),
})

export function showAddedTaxRate({ rate, continued }: AddedTaxRate) {
  return { ...showTaxRate(rate), continued: continued.map(showTaxRate) }
}

const registrationFields = {
  id: vine.string(), country: vine.string(), region: text(), scheme: vine.enum(registrationSchemes), number: text(), ...validity,
} // prettier-ignore
export const taxRegistrationShape = vine.create(registrationFields)

export function showRegistration(registration: StoredRegistration) {
  return {
    id: showId('taxRegistration', registration.id),
    country: registration.country,
    region: registration.region,
    scheme: registration.scheme,
    number: registration.number,
    valid_from: registration.validFrom,
    valid_until: registration.validUntil,
  }
}

const profileFields = {
  country: vine.string(), tax_id: text(), is_small_business: vine.boolean(), small_business_note: text(),
  is_over_eu_threshold: vine.boolean(), prices_include_tax: vine.boolean(), tax_rounding: vine.string(),
} // prettier-ignore
export const taxProfileShape = vine.create({
  profile: vine.object(profileFields).nullable(),
  has_oss: vine.boolean(),
  registrations: vine.array(vine.object(registrationFields)),
})

export function showProfile(profile: TaxProfile) {
  return {
    country: profile.country,
    tax_id: profile.taxId,
    is_small_business: profile.isSmallBusiness,
    small_business_note: profile.smallBusinessNote,
    is_over_eu_threshold: profile.isOverEuThreshold,
    prices_include_tax: profile.pricesIncludeTax,
    tax_rounding: profile.taxRounding,
  }
}

export function showTaxSettings({ seller, registrations, hasOss }: TaxSettings) {
  return {
    profile: seller && showProfile(seller),
    has_oss: hasOss,
    registrations: registrations.map(showRegistration),
  }
}

export const decisionFields = {
  country: text(), region: text(), reason: vine.enum(taxReasons), category: vine.string(), percent: vine.string(), name: text(),
  exemption_code: text(), note: text(),
  components: vine.array(vine.object({ jurisdiction: vine.string(), name: vine.string(), percent: vine.string() })),
} // prettier-ignore

export function showDecision(tax: TaxDecision) {
  return {
    country: tax.country,
    region: tax.region,
    reason: tax.reason,
    category: tax.category,
    percent: tax.percent,
    name: tax.name,
    exemption_code: tax.exemptionCode,
    note: tax.note,
    components: [...tax.components],
  }
}

const taxIdFields = {
  value: vine.string(), country: vine.string(), status: vine.enum(taxIdStandings), checked_at: text(), trusted_until: text(), name: text(),
  address: text(), source: text(), consultation: text(), problem: text(), next_check_at: text(), can_be_asked: vine.boolean(),
} // prettier-ignore
export const taxIdShape = vine.create(taxIdFields)

export function showTaxId(taxId: TaxId, { canBeAsked, now }: { canBeAsked: boolean; now: Date }) {
  return {
    value: taxId.value,
    country: taxId.country,
    status: standingAt(taxId, now),
    checked_at: taxId.checkedAt?.toISOString() ?? null,
    trusted_until: taxId.trustedUntil?.toISOString() ?? null,
    name: taxId.name,
    address: taxId.address,
    source: taxId.source,
    consultation: taxId.consultation,
    problem: taxId.problem,
    next_check_at: taxId.nextCheckAt?.toISOString() ?? null,
    can_be_asked: canBeAsked,
  }
}

/** What a customer may see of the own taxes. */
export const ownTaxShape = vine.create({
  decision: vine.object(decisionFields),
  tax_id: vine.object(taxIdFields).nullable(),
})

export function showOwnTax({ decision, taxId, canBeAsked, now }: CustomerTaxPage) {
  return { decision: showDecision(decision), tax_id: taxId && showTaxId(taxId, { canBeAsked, now }) }
}

const exemptionFields = {
  id: vine.string(), country: vine.string(), region: text(), certificate: vine.string(), document: text(), ...validity,
} // prettier-ignore
export const taxExemptionShape = vine.create(exemptionFields)

export function showExemption(exemption: StoredExemption) {
  return {
    id: showId('taxExemption', exemption.id),
    country: exemption.country,
    region: exemption.region,
    certificate: exemption.certificate,
    document: exemption.document,
    valid_from: exemption.validFrom,
    valid_until: exemption.validUntil,
  }
}

export const customerTaxShape = vine.create({
  decision: vine.object(decisionFields),
  tax_id: vine.object(taxIdFields).nullable(),
  checks: vine.array(
    vine.object({
      value: vine.string(), outcome: vine.string(), source: vine.string(), consultation: text(), name: text(), problem: text(),
      checked_at: vine.string(),
    }) // prettier-ignore
  ),
  exemptions: vine.array(vine.object(exemptionFields)),
  evidence: vine.array(
    vine.object({
      kind: vine.string(), country: vine.string(), source: vine.string(), order_id: text(), recorded_at: vine.string(),
    }) // prettier-ignore
  ),
  evidence_verdict: verdict(),
  /** What staff said about these pieces. */
  evidence_review: vine.object({ note: vine.string(), at: vine.string() }).nullable(),
})

export function showCustomerTax(page: CustomerTaxPage) {
  return {
    ...showOwnTax(page),
    checks: page.checks.map((check) => ({
      value: check.value,
      outcome: check.outcome,
      source: check.source,
      consultation: check.consultation,
      name: check.name,
      problem: check.problem,
      checked_at: check.checked_at.toISOString(),
    })),
    exemptions: page.exemptions.map(showExemption),
    evidence: page.evidence.map((piece) => ({
      kind: piece.kind,
      country: piece.country,
      source: piece.source,
      order_id: piece.orderId && showId('order', piece.orderId),
      recorded_at: piece.recordedAt.toISOString(),
    })),
    evidence_verdict: page.verdict,
    evidence_review: page.review && { note: page.review.note, at: page.review.at.toISOString() },
  }
}
