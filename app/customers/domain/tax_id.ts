/**
 * What a VAT number looks like by country (format only; whether it is registered is asked of VIES elsewhere).
 * @see https://ec.europa.eu/taxation_customs/vies/ (FAQ, question 11: "What is the format of a VAT number?")
 */
const formats: Record<string, RegExp> = {
  AT: /^ATU\d{8}$/, BE: /^BE[01]\d{9}$/, BG: /^BG\d{9,10}$/, CY: /^CY\d{8}[A-Z]$/, CZ: /^CZ\d{8,10}$/, DE: /^DE\d{9}$/,
  DK: /^DK\d{8}$/, EE: /^EE\d{9}$/, ES: /^ES[A-Z0-9]\d{7}[A-Z0-9]$/, FI: /^FI\d{8}$/, FR: /^FR[A-Z0-9]{2}\d{9}$/,
  GB: /^(GB|XI)(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, GR: /^EL\d{9}$/, HR: /^HR\d{11}$/, HU: /^HU\d{8}$/,
  IE: /^IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/, IT: /^IT\d{11}$/, LT: /^LT(\d{9}|\d{12})$/, LU: /^LU\d{8}$/, LV: /^LV\d{11}$/,
  MT: /^MT\d{8}$/, NL: /^NL[A-Z0-9+*]{10}\d{2}$/, PL: /^PL\d{10}$/, PT: /^PT\d{9}$/, RO: /^RO\d{2,10}$/, SE: /^SE\d{12}$/,
  SI: /^SI\d{8}$/, SK: /^SK\d{10}$/,
} // prettier-ignore

const elsewhere = /^[A-Z0-9][A-Z0-9/-]{3,29}$/

/** One spelling: capitals, without the spaces and dots that people group digits by; Greece and old Belgian numbers as VIES writes them. */
export function normaliseTaxId(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[\s.]/g, '')
    .replace(/^([A-Z]{2})-/, '$1')
    .replace(/^GR(\d{9})$/, 'EL$1')
    .replace(/^BE(\d{9})$/, 'BE0$1')
}

export function looksLikeTaxId(taxId: string, country: string | null): boolean {
  return ((country && formats[country]) || elsewhere).test(taxId)
}
