import { isVatNumberOf } from '#app/customers/domain/tax_id'

/**
 * The check digits of VAT numbers, for the countries that publish how theirs are made. A mistyped digit is found before anybody is asked;
 * whether a number is registered only VIES knows. Numbers of other countries, and forms that are not described, pass.
 *
 * Sources: "VIES VAT number validation routines" of the European Commission (DG TAXUD), which is quoted country by country by
 * python-stdnum (https://arthurdejong.org/python-stdnum/doc/), whose published examples are the test; ISO/IEC 7064 for DE and HR.
 */

type Digits = readonly number[]

/** Digits as text → whether its check digit is the right one. Null: nothing to check in this form. */
const checks: Record<string, (body: string) => boolean | null> = {
  AT: (body) => {
    const digits = numbers(body.slice(1))
    const sum = total(digits.slice(0, 7), (digit, at) => (at % 2 === 0 ? digit : crossSum(digit * 2)))
    return (10 - ((sum + 4) % 10)) % 10 === digits[7]
  },
  BE: (body) => 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)),
  DE: (body) => isMod11And10(numbers(body)),
  DK: (body) => weighted(numbers(body), [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  EE: (body) => weighted(numbers(body), [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  EL: (body) => {
    const digits = numbers(body)
    return (weighted(digits.slice(0, 8), [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digits[8]
  },
  FI: (body) => weighted(numbers(body), [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0,
  FR: (body) =>
    // Keys with letters belong to a newer form that is not described.
    /^\d{11}$/.test(body) ? Number(BigInt(`${body.slice(2)}12`) % 97n) === Number(body.slice(0, 2)) : null,
  HR: (body) => isMod11And10(numbers(body)),
  HU: (body) => weighted(numbers(body), [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0,
  IT: (body) => isLuhn(numbers(body)),
  LU: (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6)),
  MT: (body) => weighted(numbers(body), [3, 4, 6, 7, 8, 9, 10, 1]) % 37 === 0,
  NL: (body) => (/^\d{9}B\d{2}$/.test(body) ? isDutchCompany(body) || isMod97(`NL${body}`) : null),
  PL: (body) => {
    const digits = numbers(body)
    return weighted(digits.slice(0, 9), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digits[9]
  },
  PT: (body) => {
    const digits = numbers(body)
    return ((11 - (weighted(digits.slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === digits[8]
  },
  SE: (body) => isLuhn(numbers(body.slice(0, 10))),
  SI: (body) => {
    const digits = numbers(body)
    const check = 11 - (weighted(digits.slice(0, 7), [8, 7, 6, 5, 4, 3, 2]) % 11)
    return check !== 11 && check % 10 === digits[7]
  },
  SK: (body) => BigInt(body) % 11n === 0n,
}

/**
 * Whether the check digits of a tax id may be right. Digits are checked only where the id has the form of its country's VAT numbers, spelled
 * as VIES spells them: other ids may begin with the same letters.
 */
export function hasRightChecksum(taxId: string, country: string | null): boolean {
  if (!isVatNumberOf(taxId, country)) return true
  const check = checks[taxId.slice(0, 2)]
  return check?.(taxId.slice(2)) ?? true
}

function numbers(text: string): Digits {
  return Array.from(text, Number)
}

function total(digits: Digits, value: (digit: number, at: number) => number): number {
  return digits.reduce((sum, digit, at) => sum + value(digit, at), 0)
}

function weighted(digits: Digits, weights: Digits): number {
  return total(digits, (digit, at) => digit * weights[at]!)
}

function crossSum(number: number): number {
  return Math.floor(number / 10) + (number % 10)
}

function isLuhn(digits: Digits): boolean {
  const reversed = digits.toReversed()
  return total(reversed, (digit, at) => (at % 2 === 0 ? digit : crossSum(digit * 2))) % 10 === 0
}

/** ISO/IEC 7064, MOD 11,10. */
function isMod11And10(digits: Digits): boolean {
  const product = digits.slice(0, -1).reduce((carried, digit) => {
    const sum = (carried + digit) % 10 || 10
    return (sum * 2) % 11
  }, 10)
  return (11 - product) % 10 === digits.at(-1)
}

/** Before 2020 Dutch numbers were made of the company's own, with a check digit modulo 11. */
function isDutchCompany(body: string): boolean {
  const digits = numbers(body.slice(0, 9))
  return weighted(digits.slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === digits[8]
}

/** Letters count from A = 10 on; the whole is 1 modulo 97. */
function isMod97(text: string): boolean {
  const spelled = Array.from(text, (sign) => (/\d/.test(sign) ? sign : String(sign.charCodeAt(0) - 55))).join(
    ''
  )
  return BigInt(spelled) % 97n === 1n
}
