/**
 * What a VAT number looks like by country (format only; whether it is registered is asked of VIES elsewhere).
 * @see https://ec.europa.eu/taxation_customs/vies/ (FAQ, question 11: "What is the format of a VAT number?")
 */
const formats = new Map<string, RegExp>(Object.entries({
  AT: /^ATU\d{8}$/, BE: /^BE[01]\d{9}$/, BG: /^BG\d{9,10}$/, CH: /^CHE\d{9}(MWST|TVA|IVA)?$/, CY: /^CY\d{8}[A-Z]$/, CZ: /^CZ\d{8,10}$/,
  DE: /^DE\d{9}$/, DK: /^DK\d{8}$/, EE: /^EE\d{9}$/, ES: /^ES[A-Z0-9]\d{7}[A-Z0-9]$/, FI: /^FI\d{8}$/, FR: /^FR[A-Z0-9]{2}\d{9}$/,
  GB: /^(GB|XI)(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, GR: /^EL\d{9}$/, HR: /^HR\d{11}$/, HU: /^HU\d{8}$/,
  IE: /^IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/, IT: /^IT\d{11}$/, LT: /^LT(\d{9}|\d{12})$/, LU: /^LU\d{8}$/, LV: /^LV\d{11}$/,
  MT: /^MT\d{8}$/, NL: /^NL[A-Z0-9+*]{10}\d{2}$/, NO: /^(NO)?\d{9}MVA$/, PL: /^PL\d{10}$/, PT: /^PT\d{9}$/, RO: /^RO\d{2,10}$/,
  SE: /^SE\d{12}$/, SI: /^SI\d{8}$/, SK: /^SK\d{10}$/,
})) // prettier-ignore

/** Where VAT numbers are those of another country (Directive 2006/112/EC Art. 7; VAT Notice 700; treaty CH–LI). */
const borrowed = new Map([['MC', 'FR'], ['IM', 'GB'], ['LI', 'CH']]) // prettier-ignore

/** Where numbers of another form are tax ids as well: of trade registers, and Liechtenstein's own. */
const withOthers = new Set(['CH', 'LI', 'NO'])

const elsewhere = /^[A-Z0-9][A-Z0-9/-]{3,29}$/

/**
 * One spelling: capitals, and of a VAT number nothing that people group digits by; Greece and old Belgian numbers as VIES writes them.
 * In other numbers dashes may tell two apart.
 */
export function normaliseTaxId(text: string, country: string | null): string {
  const given = text.toUpperCase().replaceAll(/[\s.]/g, '')
  const vatNumber = given
    .replaceAll(/\p{Dash_Punctuation}/gu, '')
    .replace(/^GR(\d{9})$/, 'EL$1')
    .replace(/^BE(\d{9})$/, 'BE0$1')
  const isOne = isVatNumberOf(vatNumber, country) || countryOfVatNumber(vatNumber) !== null
  return isOne ? vatNumber : given.replace(/^([A-Z]{2})-/, '$1')
}

export function looksLikeTaxId(taxId: string, country: string | null): boolean {
  if (isVatNumberOf(taxId, country)) return true
  const mayBeAnother = !formatOf(country) || withOthers.has(country!)
  return mayBeAnother && elsewhere.test(taxId)
}

/** Whether this has the form of a country's VAT numbers; of countries whose form is not known nothing has. */
export function isVatNumberOf(taxId: string, country: string | null): boolean {
  return formatOf(country)?.test(taxId) ?? false
}

/** Whose VAT number this is by its form alone: a Mexican number may begin with SE. */
export function countryOfVatNumber(taxId: string): string | null {
  const found = [...formats].find(([, format]) => format.test(taxId))
  return found?.[0] ?? null
}

/** The letters that a country's VAT numbers begin with; null where their form is not known. */
export function vatPrefixOf(country: string): string | null {
  const owner = borrowed.get(country) ?? country
  if (!formats.has(owner)) return null
  return owner === 'GR' ? 'EL' : owner
}

function formatOf(country: string | null): RegExp | null {
  return country ? (formats.get(borrowed.get(country) ?? country) ?? null) : null
}
