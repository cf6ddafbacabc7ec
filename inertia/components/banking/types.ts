import type { WireMoney } from '~/shared_props'

export interface BankAccount {
  id: string
  holder: string
  iban: string
  bic: string | null
  bank_name: string | null
  currency: string
  status: 'open' | 'closed'
}

export interface Proposal {
  customer: { id: string; name: string; number: number }
  invoices: { id: string; reference: string; amount_due: WireMoney }[]
  to_balance: WireMoney
  received_payment_id: string | null
  confidence: 'certain' | 'likely' | 'possible'
  reasons: string[]
}

export interface Movement {
  id: string
  bank_account_id: string
  statement_id: string
  direction: 'credit' | 'debit'
  kind: 'transfer' | 'return' | 'fee'
  status: 'fresh' | 'review' | 'booked' | 'ignored' | 'noted'
  amount: WireMoney
  booked_on: string
  counterparty_name: string | null
  counterparty_iban: string | null
  text: string
  creditor_reference: string | null
  bank_reference: string | null
  return_reason: string | null
  customer: { id: string; name: string; number: number } | null
  received_payment_id: string | null
  ignored_reason: string | null
  proposals: Proposal[]
}

export interface Statement {
  id: string
  bank_account_id: string
  format: string
  file_name: string
  covers_from: string | null
  covers_until: string | null
  movement_count: number
  fresh_count: number
  imported_at: string
  counts: Record<Movement['status'], number>
}

export interface Payer {
  id: string
  name: string
  number: number
  currency: string
  invoices: { id: string; reference: string; due_on: string; amount_due: WireMoney }[]
}

/** `DE89370400440532013000` in groups of four, as people read it. */
export function grouped(iban: string): string {
  return iban.replaceAll(/(.{4})(?=.)/g, '$1 ')
}
