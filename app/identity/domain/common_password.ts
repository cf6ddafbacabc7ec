/**
 * Whether a password is one that guessers try first: a common one as it is, with digits and signs behind it, said twice, or one
 * character or a run of neighbours over and over. Length alone does not help these.
 * @param isListed whether a lower-case text is among the passwords of known leaks
 */
export function isCommonPassword(password: string, isListed: (text: string) => boolean): boolean {
  const text = password.toLowerCase()
  const base = text.replace(/[^\p{L}]+$/u, '')
  const half = text.slice(0, text.length / 2)
  if (isListed(text) || isSequence(text)) return true
  if (text.length % 2 === 0 && half + half === text && isListed(half)) return true
  // A short word with much behind it is a sentence of its own: only what stands mostly for itself counts.
  return base.length >= 4 && base.length * 2 >= text.length && isListed(base) && !/\s/.test(text)
}

/** `aaaaaaaaaa`, `1234567890`, `9876543210`, `abcabcabcabc`. */
function isSequence(text: string): boolean {
  if (/^(.{1,3})\1{3,}$/u.test(text)) return true
  const steps = [...text].slice(1).map((letter, index) => letter.codePointAt(0)! - text.codePointAt(index)!)
  return new Set(steps.map((step) => (step === -9 || step === 9 ? -Math.sign(step) : step))).size === 1
}

/** What anybody would try here first, whoever runs it. */
const ofTheTrade = [
  'password',
  'passwort',
  'kennwort',
  'account',
  'konto',
  'login',
  'signin',
  'server',
  'hosting',
  'billing',
  'admin',
  'welcome',
  'willkommen',
]

/**
 * Whether a password is little more than words of its surroundings: names of the business and of the person, and words of the trade.
 * @param words names and addresses, as they are written; of two letters or less nothing is made
 */
export function isOfContext(password: string, words: readonly string[]): boolean {
  const known = [
    ...words.flatMap((word) => lettersOf(word).split(' ')),
    ...words.map((word) => lettersOf(word).replaceAll(' ', '')),
    ...ofTheTrade,
  ]
    .filter((word) => word.length >= 3)
    .toSorted((a, b) => b.length - a.length)
  const letters = lettersOf(password).replaceAll(' ', '')
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), letters)
  return rest.length < letters.length && rest.length < 4
}

/** In small letters, with a space for everything else. */
function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()
}
