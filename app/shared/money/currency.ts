/**
 * Digits after the decimal point per currency (ISO 4217:2015, amendment list up to 2026), for those that are not two.
 * @see https://www.iso.org/iso-4217-currency-codes.html
 */
const unusualExponents: Record<string, number> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
} // prettier-ignore

export function currencyExponent(currency: string): number {
  return unusualExponents[currency] ?? 2
}

export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text) && Intl.supportedValuesOf('currency').includes(text)
}
