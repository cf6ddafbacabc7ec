/** The standard allows 21 characters behind `RF` and the two check digits. */
const bodyMax = 21

/**
 * The structured creditor reference of an invoice (ISO 11649): `RF`, two check digits, and the invoice's own number without what is
 * neither letter nor digit. Banks carry it unchanged, and a wrong digit in it is noticed. Nothing is kept: the same number gives the same
 * reference. Of a number that is too long the end is taken, which is the part that counts up.
 */
export function creditorReference(invoiceReference: string): string {
  const body = invoiceReference
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(-bodyMax)
  if (body === '') throw new RangeError('An invoice has a number')
  const check = 98n - remainder(`${body}RF00`)
  return `RF${check.toString().padStart(2, '0')}${body}`
}

/** Whether a text is a creditor reference whose check digits are right; spaces and small letters are forgiven. */
export function isCreditorReference(text: string): boolean {
  const reference = text.toUpperCase().replaceAll(/\s/g, '')
  if (!/^RF\d{2}[A-Z0-9]{1,21}$/.test(reference)) return false
  return remainder(reference.slice(4) + reference.slice(0, 4)) === 1n
}

/** In groups of four, as people read and type it. */
export function groupReference(reference: string): string {
  return reference.replaceAll(/(.{4})(?=.)/g, '$1 ')
}

/** ISO 7064, modulo 97-10: letters are read as two digits, A is 10. */
function remainder(text: string): bigint {
  return BigInt([...text].map((letter) => Number.parseInt(letter, 36).toString()).join('')) % 97n
}
