import type { Place } from '~/components/billing/tax/types'
import type { IntervalUnit, WireMoney } from '~/shared_props'

/** What a page needs to ask for a payment. */
export interface OpenInvoice {
  id: string
  reference: string
  due_on: string
  amount_due: WireMoney
}

export interface InvoiceSummary extends OpenInvoice {
  kind: 'order' | 'renewal' | 'change' | 'manual'
  status: 'open' | 'paid' | 'void' | 'uncollectible'
  order_id: string | null
  issued_on: string
  subtotal: WireMoney
  tax_total: WireMoney
  total: WireMoney
  paid_at: string | null
  closed_at: string | null
  next_attempt_at: string | null
  attempt_count: number
  collection_failure: string | null
}

/** Where each figure of a line comes from. Amounts are whole minor units as text. */
export interface LineExplanation {
  unit_amount: string
  quantity: number
  amount: string
  interval: { unit: IntervalUnit; count: number } | null
  replaced?: { amount: string; version_from: string; starts_on: string }
  gross?: { exact: string; amount: string }
  charge?: { model: string; parts: Record<string, string>[] }
  proration?: { share: string; convention: string; measured: Record<string, string> }
  discounts?: {
    kind: 'coupon' | 'loyalty'
    code: string | null
    name: string
    percent: string | null
    share?: string
    fixed: string | null
    amount: string
  }[]
  prices_include_tax?: true
  period: { starts_on: string; ends_on: string } | null
  tax: {
    country: string | null
    name: string | null
    percent: string
    reason: 'rate' | 'no_country' | 'no_rate' | 'reverse_charge' | 'exempt'
    rounding: 'line' | 'rate_group'
    exact: string
    amount: string
    category?: string
    components?: {
      jurisdiction: string
      name: string | null
      percent: string
      exact: string
      amount: string
    }[]
  }
}

/** A fact that lines go back to: those of a subscription, those that are called as the description says, or all of them. */
export interface LineFact {
  id: string
  name: string
  at: string
  subscription_id: string | null
  description: string | null
}

export interface InvoiceLine {
  kind: 'plan' | 'option' | 'setup' | 'change' | 'item' | 'fee'
  subscription_id: string | null
  description: string
  quantity: number
  unit_amount: WireMoney
  discount_amount: WireMoney
  amount: WireMoney
  tax_percent: string
  tax_amount: WireMoney
  period_starts_on: string | null
  /** The day after the last day that is paid. */
  period_ends_on: string | null
  explanation: LineExplanation
}

/** The tax in the currency in which it is owed, where that is another one than the document's. */
export interface NationalTax {
  /** What one unit of the document's currency was worth. */
  rate: string
  rate_on: string
  total: WireMoney
}

export interface InvoiceDetails extends InvoiceSummary {
  national_tax: NationalTax | null
  time_zone: string
  facts: LineFact[]
  lines: InvoiceLine[]
  taxes: {
    country: string | null
    name: string | null
    percent: string
    note: string | null
    taxable: WireMoney
    amount: WireMoney
  }[]
  place: Place
  credit_notes: { id: string; reference: string; reason: string; issued_on: string; total: WireMoney }[]
  transfer: TransferWay | null
  settlements: {
    source: 'payment' | 'balance' | 'credit_note' | 'reversal'
    amount: WireMoney
    settled_at: string
  }[]
}

export interface Party {
  name: string
  company_name: string | null
  street: string | null
  postal_code: string | null
  city: string | null
  region: string | null
  country: string | null
  tax_id: string | null
  email: string
}

/** A form in which a document can be downloaded, and what stands in its way. */
export interface DocumentChoice {
  format: string
  obstacles: string[]
}

/** What is on a customer's balance, and what may be added to it. */
export interface Balance {
  balance: WireMoney
  /** What of it may be spent; the rest was paid for something a moment ago. */
  free: WireMoney
  top_up: {
    is_allowed: boolean
    min: WireMoney
    max: WireMoney
    day_max: WireMoney
    balance_max: WireMoney
    possible_now: WireMoney
  }
  part_payment: { is_allowed: boolean; min: WireMoney }
}

/** Something that moved a customer balance. */
export interface BalanceMove {
  id: string
  kind: string
  on: string
  at: string
  amount: WireMoney
  balance: WireMoney
  reference: string | null
  invoice_id: string | null
}

/** How an invoice is paid by bank transfer. */
export interface TransferWay {
  holder: string
  iban: string
  bic: string | null
  bank_name: string | null
  amount: WireMoney
  /** With check digits; the numbers of several invoices. */
  reference: string
  /** Null for several invoices. */
  invoice_reference: string | null
  epc_code: string | null
}

/** What a customer says about their balance. */
export interface BalanceSettings {
  pays_invoices: boolean
  top_up: { below: WireMoney; amount: WireMoney; day_max: WireMoney; payment_method_id: string | null } | null
  paused_at: string | null
}
