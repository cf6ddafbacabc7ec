import { subdivisionOf } from '#app/billing/domain/taxation/subdivisions'

export interface PostalPlace {
  country: string
  region: string | null
  postalCode: string | null
}

/** Where a customer is for taxes, which is not always what the address says. */
export interface TaxPlace {
  /** Whose rates apply: Monaco is France. Null for places that have no tax of ours at all. */
  country: string | null
  /** The part of it whose rates differ. */
  region: string | null
  isInEu: boolean
  /** A part that is treated unlike its country, for the explanation. */
  territory: string | null
}

/** Member states by their ISO codes. */
export const euCountries: ReadonlySet<string> = new Set([
  'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL',
  'PT', 'RO', 'SE', 'SI', 'SK',
]) // prettier-ignore

/** Directive 2006/112/EC, Art. 6: parts of member states outside the VAT area, told by their postal codes. */
const outsideEu: readonly { country: string; postal: RegExp; name: string; taxedAs: string | null }[] = [
  { country: 'ES', postal: /^(35|38)/, name: 'Canary Islands', taxedAs: 'IC' },
  { country: 'ES', postal: /^(51|52)/, name: 'Ceuta and Melilla', taxedAs: 'EA' },
  { country: 'FR', postal: /^971/, name: 'Guadeloupe', taxedAs: 'GP' },
  { country: 'FR', postal: /^972/, name: 'Martinique', taxedAs: 'MQ' },
  { country: 'FR', postal: /^973/, name: 'French Guiana', taxedAs: 'GF' },
  { country: 'FR', postal: /^974/, name: 'Réunion', taxedAs: 'RE' },
  { country: 'FR', postal: /^976/, name: 'Mayotte', taxedAs: 'YT' },
  { country: 'FR', postal: /^(975|977|978|98[1-9])/, name: 'French overseas', taxedAs: null },
  { country: 'IT', postal: /^23041/, name: 'Livigno', taxedAs: null },
  { country: 'IT', postal: /^22061/, name: 'Campione d’Italia', taxedAs: null },
  { country: 'DE', postal: /^27498/, name: 'Heligoland', taxedAs: null },
  { country: 'DE', postal: /^78266/, name: 'Büsingen', taxedAs: null },
  { country: 'FI', postal: /^22/, name: 'Åland', taxedAs: 'AX' },
  { country: 'GR', postal: /^63086/, name: 'Mount Athos', taxedAs: null },
]

/** Places with an ISO code of their own that belong to another country's taxes (Art. 7; VAT Notice 700; treaty CH–LI). */
const taxedAs: Record<string, { country: string; name: string }> = {
  MC: { country: 'FR', name: 'Monaco' },
  IM: { country: 'GB', name: 'Isle of Man' },
  LI: { country: 'CH', name: 'Liechtenstein' },
}

/** Parts of Portugal with rates of their own, by their ISO 3166-2 codes. */
const portugal: readonly { postal: RegExp; region: string; name: string }[] = [
  { postal: /^9[5-9]/, region: '20', name: 'Azores' },
  { postal: /^9[0-4]/, region: '30', name: 'Madeira' },
]

/** The tax place of an address. */
export function taxPlaceOf({ country, region, postalCode }: PostalPlace): TaxPlace {
  const postal = (postalCode ?? '').replaceAll(/[\s-]/g, '').toUpperCase()
  const outside = outsideEu.find((part) => part.country === country && part.postal.test(postal))
  if (outside) return { country: outside.taxedAs, region: null, isInEu: false, territory: outside.name }
  const borrowed = taxedAs[country]
  if (borrowed) return placeIn(borrowed.country, null, borrowed.name)
  if (country === 'PT') {
    const part = portugal.find((candidate) => candidate.postal.test(postal))
    return placeIn('PT', part?.region ?? null, part?.name ?? null)
  }
  // Services in Northern Ireland follow the law of the United Kingdom; the Windsor Framework is about goods only.
  if (country === 'GB' && postal.startsWith('BT')) return placeIn('GB', null, 'Northern Ireland')
  return placeIn(country, subdivisionOf({ country, region, postalCode }), null)
}

function placeIn(country: string, region: string | null, territory: string | null): TaxPlace {
  return { country, region, isInEu: euCountries.has(country), territory }
}
