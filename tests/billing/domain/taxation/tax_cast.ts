import { loadStandardRates } from '#app/billing/records/standard_rates'
import { type CustomerTax, decideTax } from '#app/billing/domain/taxation/decide_tax'
import type { SellerTax, TaxRegistration } from '#app/billing/domain/taxation/seller_tax'
import { toRateBook } from '#app/billing/domain/taxation/tax_rate'

const always = { number: null, validFrom: '2020-01-01', validUntil: null }

/** `US-TX`, `CA`, `NO:consumers`, `EU:oss`. */
export function registered(...names: string[]): TaxRegistration[] {
  return names.map((name) => {
    const [place = '', scheme = 'standard'] = name.split(':')
    const [country = '', region = null] = place.split('-')
    return {
      ...always,
      country: country === 'EU' ? 'IE' : country,
      region,
      scheme: scheme as TaxRegistration['scheme'],
    }
  })
}

export function seller(country: string, ...registrations: string[]): SellerTax {
  return {
    country,
    taxId: null,
    isSmallBusiness: false,
    smallBusinessNote: null,
    isOverEuThreshold: false,
    pricesIncludeTax: false,
    taxRounding: 'line',
    registrations: registered(...registrations),
  }
}

/** `FR`, `US-TX`, `PT 9500-001`: with a confirmed tax id where one is given. */
export function customer(address: string, more: Partial<CustomerTax> & { taxId?: string } = {}): CustomerTax {
  const [place = '', ...postal] = address.split(' ')
  const [country = '', region = null] = place.split('-')
  const { taxId, ...rest } = more
  return {
    country: country === '' ? null : country,
    region,
    postalCode: postal.length > 0 ? postal.join(' ') : null,
    kind: taxId ? 'company' : 'person',
    confirmedTaxId: taxId ? { country: taxId } : null,
    exemptions: [],
    locale: 'en',
    ...rest,
  }
}

const book = toRateBook((await loadStandardRates()).map((rate, index) => ({ ...rate, id: String(index) })))

export function taxOf(
  from: SellerTax | null,
  to: CustomerTax,
  { productKind = 'vps' as string | null, on = '2026-03-01' } = {}
) {
  return decideTax({ customer: to, rules: { seller: from, rates: book }, productKind, on })
}

/** In one line: `FR 20 S rate`, `CA 5+9.975 S rate`, `IT 0 AE reverse_charge`. */
export function inShort(tax: ReturnType<typeof taxOf>): string {
  const percents = tax.components.map(({ percent }) => percent).join('+') || '0'
  return `${tax.country} ${percents} ${tax.category} ${tax.reason}`
}
