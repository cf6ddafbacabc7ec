/** What was typed into a search, read as what it could mean. */
export interface SearchTerm {
  text: string
  /** Lower case, for columns indexed that way. */
  lower: string
  /** In lower case, for customers, each of whose words is found by its beginning. */
  words: string[]
  /** Digits only, with or without a leading "#": a customer's or order's number. */
  number: number | null
}

const lengthMax = 120
const numberMax = 2_147_483_647

/** Null for an empty search. */
export function readSearchTerm(input: string | undefined): SearchTerm | null {
  const text = (input ?? '').normalize('NFC').trim().slice(0, lengthMax)
  if (text === '' || text.includes('\u0000')) return null
  const digits = /^#?(\d{1,10})$/.exec(text)?.[1]
  const number = digits === undefined ? null : Number(digits)
  const lower = text.toLowerCase()
  return {
    text,
    lower,
    words: toWords(lower),
    number: number !== null && number <= numberMax ? number : null,
  }
}

const wordsMax = 5

/** An e-mail address is one word; anything else is cut at what is neither letter nor digit. */
function toWords(lower: string): string[] {
  if (/^\S+@\S*$/.test(lower)) return [lower]
  const words = lower.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return [...new Set(words)].slice(0, wordsMax)
}
