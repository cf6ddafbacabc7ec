import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import type { TaxKind, TaxRate } from '#app/billing/domain/taxation/tax_rate'

export type StandardRate = Omit<TaxRate, 'id'> & { source: string }

interface RateOnFile {
  country: string
  region: string | null
  name: string
  percent: string
  kind: TaxKind
  valid_from: string
  valid_until: string | null
  source: string
  taxable_percent?: string
  product_kinds?: string[]
  customer_kind?: 'person' | 'company'
  is_additional?: boolean
}

/** The rates that come with the platform, each with the publication it was taken from. */
export async function loadStandardRates(): Promise<StandardRate[]> {
  const text = await readFile(app.makePath('resources/tax/standard_rates.json'), 'utf8')
  const { rates } = JSON.parse(text) as { rates: RateOnFile[] }
  return rates.map((rate) => ({
    country: rate.country,
    region: rate.region,
    postalPrefix: null,
    name: rate.name,
    percent: rate.percent,
    taxablePercent: rate.taxable_percent ?? '100',
    kind: rate.kind,
    productKinds: rate.product_kinds ?? null,
    customerKind: rate.customer_kind ?? null,
    isAdditional: rate.is_additional ?? false,
    validFrom: rate.valid_from,
    validUntil: rate.valid_until,
    source: rate.source,
  }))
}
