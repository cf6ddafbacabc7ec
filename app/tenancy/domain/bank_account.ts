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

/** An account at a bank to which customers transfer money. */
export interface BankAccount {
  id: string
  holder: string
  iban: string
  bic: string | null
  bankName: string | null
  currency: string
  openedAt: Date
  /** Named on no invoice any more since then; what still comes in on it is booked. */
  closedAt: Date | null
}

export type BankAccountWish = Pick<BankAccount, 'holder' | 'iban' | 'bic' | 'bankName' | 'currency'>

export type BankAccountProblem = { type: 'iban_malformed' | 'currency_taken' | 'iban_taken' }

/** The account as it would be kept, or what is in the way: one open account for each currency, and one account for an IBAN and currency. */
export function decideBankAccount(
  wish: BankAccountWish,
  others: readonly BankAccount[]
): BankAccountWish | BankAccountProblem {
  const spelled = { ...wish, iban: normaliseAccount(wish.iban), bic: wish.bic && normaliseAccount(wish.bic) }
  if (!isIban(spelled.iban)) return { type: 'iban_malformed' }
  const rivals = others.filter(({ currency }) => currency === spelled.currency)
  if (rivals.some(({ closedAt }) => closedAt === null)) return { type: 'currency_taken' }
  return rivals.some(({ iban }) => iban === spelled.iban) ? { type: 'iban_taken' } : spelled
}
