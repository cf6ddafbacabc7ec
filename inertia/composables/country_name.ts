/** A country (ISO 3166-1) in the reader's language; its code where that knows no name. */
export function countryName(code: string, locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code
}
