import type { keptWhy } from '#app/privacy/domain/erasure'

/**
 * What becomes of each column that may name a person, when they are forgotten. A test walks the schema: a new column of such a name has to be put
 * here, so that somebody decides.
 */
export interface PersonalColumns {
  /** Emptied, overwritten or removed with its row by the erasure. */
  erased: Record<string, string[]>
  /** Kept, for the reason of the certificate. */
  kept: Partial<Record<keyof typeof keptWhy, Record<string, string[]>>>
  /** Goes by itself soon, whoever it is about. */
  passing: Record<string, string[]>
  /** Ours: the business, its staff, what it sells and runs. No customer's. */
  ours: Record<string, string[]>
}

export const personalColumns: PersonalColumns = {
  erased: {
    address_holdings: ['hostname'],
    api_tokens: ['name'],
    consents: ['ip'],
    customer_notes: ['body'],
    customer_search_words: ['word'],
    customers: [
      'city',
      'company_name',
      'electronic_address',
      'email',
      'name',
      'phone',
      'postal_code',
      'street',
    ],
    email_links: ['email'],
    invitations: ['email'],
    known_browsers: ['ip', 'user_agent'],
    linked_sign_ins: ['email'],
    messages: ['html_body', 'recipient', 'text_body'],
    method_setups: ['consent'],
    offers: ['accepted_ip', 'accepted_name', 'accepted_user_agent', 'document', 'email', 'intro', 'name'],
    orders: ['ip', 'user_agent'],
    passkeys: ['name'],
    payment_methods: ['consent', 'fingerprint', 'label', 'last4'],
    payments: ['consent'],
    services: ['hostname'],
    sign_ins: ['email', 'ip', 'user_agent'],
    ssh_keys: ['fingerprint', 'name'],
    trials: ['email', 'fingerprint'],
    users: ['email', 'name'],
    webhook_inbox: ['payload'],
  },
  kept: {
    invoices: { credit_notes: ['snapshot'], invoices: ['snapshot'] },
    ledger: {
      bank_movements: ['counterparty_iban', 'counterparty_name', 'remittance'],
      bank_statements: ['file_name'],
    },
    tax: {
      tax_certificates: ['file_name'],
      tax_exemptions: ['document'],
      tax_id_checks: ['address', 'name'],
      tax_ids: ['address', 'name'],
    },
    disputes: { dispute_files: ['name'], disputes: ['evidence'] },
    addresses: { services: ['addresses'] },
    events: { events: ['origin_ip'], fact_words: ['word'] },
  },
  passing: {
    idempotency_keys: ['response_body'],
    oauth_records: ['sealed_payload'],
    panel_listings: ['name', 'owner_email'],
  },
  ours: {
    address_holdings: ['panel_name'],
    address_pools: ['name'],
    bank_accounts: ['bank_name', 'holder', 'iban'],
    brands: [
      'address',
      'bank_name',
      'electronic_address',
      'iban',
      'legal_name',
      'name',
      'phone',
      'support_email',
    ],
    coupons: ['name'],
    customer_groups: ['name'],
    datacenters: ['city', 'name'],
    drifts: ['name'],
    gateways: ['name'],
    invoice_lines: ['tax_name'],
    oauth_clients: ['name'],
    operation_steps: ['name'],
    option_values: ['group_name', 'name'],
    options: ['name'],
    panels: ['name'],
    plans: ['name'],
    'platform.hostnames': ['hostname'],
    'platform.tenants': ['name'],
    products: ['name'],
    sign_in_providers: ['name'],
    staff_roles: ['label', 'name'],
    subscription_discounts: ['name'],
    tax_rates: ['name'],
  },
}
