import type { MoneyOnWire } from '#app/shared/money/money'
import type { CalendarDate } from '#app/shared/time/calendar'

export interface StoredParty {
  name: string
  company_name: string | null
  street: string | null
  postal_code: string | null
  city: string | null
  region: string | null
  country: string | null
  tax_id: string | null
  email: string
  phone?: string | null
  electronic_address?: string | null
}

/** Every version of a snapshot that was ever sealed; what came later is optional. */
export interface StoredDocument {
  reference: string
  currency: string
  locale: string
  time_zone: string
  issued_on: CalendarDate
  due_on?: CalendarDate | null
  seller: StoredParty & {
    brand: string
    website: string | null
    footer: string | null
    accent_color: string
    bank?: { iban: string; bic: string | null; name: string | null; holder?: string } | null
  }
  customer: StoredParty & { number: number; buyer_reference?: string | null }
  lines: StoredLine[]
  taxes: StoredTax[]
  subtotal: MoneyOnWire
  tax_total: MoneyOnWire
  total: MoneyOnWire
  prices_include_tax?: boolean
  national_tax?: { rate: string; rate_on: CalendarDate; total: MoneyOnWire }
}

export interface StoredLine {
  kind?: string
  description: string
  quantity: number
  unit_amount: string
  amount: string
  gross_amount?: string
  discounts?: { name: string; amount: string; percent: string | null }[]
  tax_percent: string
  tax_amount: string
  tax_category?: string | null
  explanation: {
    period?: { starts_on: CalendarDate; ends_on: CalendarDate } | null
    interval?: { unit: string; count: number } | null
    proration?: { share: string }
  }
}

export interface StoredTax {
  country: string | null
  name: string | null
  percent: string
  taxable: string
  amount: string
  category?: string | null
  exemption_code?: string | null
  note?: string | null
}
