import { type ElectronicAddress, readElectronicAddress } from '#app/tenancy/index'
import { countryOfVatNumber, isVatNumberOf, normaliseTaxId, vatPrefixOf } from '#app/customers/index'
import type { DocumentParty } from '#app/billing/domain/documents/document_content'
import { plainText } from '#app/billing/domain/documents/printable_text'

/** Countries without a VAT, whose tax numbers therefore are none. */
const withoutVat = new Set(['US', 'HK', 'BM', 'KY', 'VG', 'GI', 'MO'])

/**
 * A VAT number with its country's prefix (BR-CO-09): `DE136695976`; Greece writes EL, Monaco is France. The prefix is added only where
 * that makes a VAT number: a tax number (`12/345/67890`) with DE before it would be one that nobody has. Null where there is none.
 */
export function vatIdOf({ taxId, country }: DocumentParty): string | null {
  if (!taxId || !country) return null
  const prefix = vatPrefixOf(country)
  const plain = normaliseTaxId(taxId, country)
  const spellings = [plain, ...(prefix ? [normaliseTaxId(`${prefix}${taxId}`, country)] : [])]
  // A seller may be registered elsewhere than it lives, and be known there.
  const known =
    spellings.find((text) => isPrefixed(text) && isVatNumberOf(text, country)) ??
    spellings.find((text) => isPrefixed(text) && countryOfVatNumber(text) !== null)
  if (known) return known
  const isUnknownForm = prefix === null && !withoutVat.has(country)
  return isUnknownForm && plain.startsWith(country) ? plain.replaceAll(/[^A-Z0-9]/g, '') : null
}

/** What says who a seller is to its tax office where no VAT id does. */
export function taxNumberOf(party: DocumentParty): string | null {
  const taxId = party.taxId?.trim()
  return taxId && !vatIdOf(party) && /[A-Za-z0-9]/.test(taxId) ? plainText(taxId) : null
}

function isPrefixed(vatId: string): boolean {
  return /^[A-Z]{2}/.test(vatId)
}

/** Electronic address schemes (EAS) that are a country's VAT numbers, for networks that find parties by them. */
const vatSchemes: Record<string, string> = {
  AD: '9922', AL: '9923', AT: '9914', BA: '9924', BE: '9925', BG: '9926', CH: '9927', CY: '9928', CZ: '9929', DE: '9930', EE: '9931',
  GB: '9932', GR: '9933', HR: '9934', IE: '9935', LI: '9936', LT: '9937', LU: '9938', LV: '9939', MC: '9940', ME: '9941', MK: '9942',
  MT: '9943', NL: '9944', PL: '9945', PT: '9946', RO: '9947', RS: '9948', SI: '9949', SK: '9950', SM: '9951', TR: '9952', VA: '9953',
  FR: '9957', ES: '9920', HU: '9910', IT: '0211',
} // prettier-ignore

/** Where the party receives e-invoices: what it said, else its VAT number where a network knows that as an address. */
export function networkEndpoint(party: DocumentParty): ElectronicAddress | null {
  const given = readElectronicAddress(party.electronicAddress)
  // Peppol knows no mail addresses (PEPPOL-EN16931-CL008).
  if (given && given.scheme !== 'EM') return given
  const vatId = vatIdOf(party)
  if (!vatId) return null
  const scheme = vatSchemes[countryOfVatNumber(vatId) ?? party.country ?? '']
  return scheme ? { scheme, value: vatId } : null
}

/** The same, or the mail address (scheme EM), which is enough where the invoice is not sent over a network. */
export function anyEndpoint(party: DocumentParty): ElectronicAddress | null {
  const mail = party.email ? { scheme: 'EM', value: party.email } : null
  return readElectronicAddress(party.electronicAddress) ?? mail ?? networkEndpoint(party)
}
