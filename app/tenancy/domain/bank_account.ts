/** One spelling: capitals, without the spaces by which people group characters. */
export function normaliseAccount(text: string): string {
  return text.toUpperCase().replaceAll(/\s/g, '')
}

/**
 * Whether an IBAN is one: country, two check digits, the account, and the remainder 1 that ISO 13616 asks of the whole when its letters
 * are read as numbers (A is 10) and the first four characters stand at the end.
 */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false
  const turned = iban.slice(4) + iban.slice(0, 4)
  const digits = [...turned].map((letter) => Number.parseInt(letter, 36).toString()).join('')
  return BigInt(digits) % 97n === 1n
}
