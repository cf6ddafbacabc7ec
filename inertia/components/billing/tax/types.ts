export interface Registration {
  id: string
  country: string
  region: string | null
  scheme: 'standard' | 'consumers' | 'oss'
  number: string | null
  valid_from: string
  valid_until: string | null
}

export interface Rate {
  id: string
  country: string
  region: string | null
  postal_prefix: string | null
  name: string
  percent: string
  taxable_percent: string
  kind: string
  product_kinds: string[] | null
  customer_kind: 'person' | 'company' | null
  is_additional: boolean
  source: string | null
  valid_from: string
  valid_until: string | null
}

export interface SellerProfile {
  country: string
  tax_id: string | null
  is_small_business: boolean
  small_business_note: string | null
  is_over_eu_threshold: boolean
  prices_include_tax: boolean
  tax_rounding: 'line' | 'rate_group'
}

export interface Choices {
  schemes: string[]
  kinds: string[]
  product_kinds: string[]
  subdivisions: Record<string, Record<string, string>>
}

export interface Decision {
  country: string | null
  region: string | null
  reason: string
  percent: string
  name: string | null
  note: string | null
  components: { jurisdiction: string; name: string; percent: string }[]
}

export interface TaxIdState {
  value: string
  country: string
  status: 'unchecked' | 'valid' | 'lapsed' | 'invalid' | 'unavailable'
  checked_at: string | null
  trusted_until: string | null
  name: string | null
  address: string | null
  source: string | null
  consultation: string | null
  problem: string | null
  next_check_at: string | null
  can_be_asked: boolean
}

export interface Exemption {
  id: string
  country: string
  region: string | null
  certificate: string
  document: string | null
  valid_from: string
  valid_until: string | null
}

/** A certificate of exemption as it was handed in. */
export interface Certificate {
  id: string
  status: 'submitted' | 'accepted' | 'refused'
  country: string
  region: string | null
  certificate: string
  valid_from: string
  valid_until: string | null
  file_name: string
  refusal: string | null
  submitted_at: string
  decided_at: string | null
  customer: { id: string; name: string }
}

export interface CustomerTax {
  decision: Decision
  tax_id: TaxIdState | null
  checks: {
    value: string
    outcome: string
    source: string
    consultation: string | null
    name: string | null
    problem: string | null
    checked_at: string
  }[]
  exemptions: Exemption[]
  evidence: { kind: string; country: string; source: string; order_id: string | null; recorded_at: string }[]
  evidence_verdict: Place['verdict']
  evidence_review: { note: string; at: string } | null
}

/** What tells where a customer is, and how well. */
export interface Place {
  verdict: 'none' | 'one_piece' | 'contradictory' | 'sufficient'
  pieces: { kind: string; country: string; recorded_at: string }[]
}
