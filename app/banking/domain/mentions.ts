/** What is searched: letters and digits alone, in capitals, with a place in the text for each. People write O for 0 and I for 1. */
export interface SearchText {
  folded: string
  places: number[]
}

export function toSearchText(text: string): SearchText {
  let folded = ''
  const places: number[] = []
  for (const { 0: letter, index } of text.matchAll(/[\p{L}\p{N}]/gu)) {
    folded += fold(letter)
    places.push(index)
  }
  return { folded, places }
}

export function fold(text: string): string {
  return text
    .normalize('NFD')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
}

const numbersMax = 80
const runsMerged = 4

/**
 * Every number that a text may mean: each run of digits, and runs that only spaces, points, dashes or slashes part taken together. An O between
 * digits is a zero. Numbers of more than 15 digits name nothing of ours.
 */
export function numbersIn(text: string): bigint[] {
  const digits = text.toUpperCase().replaceAll(/(?<=[0-9O])O|O(?=[0-9O]*\d)/g, '0')
  const runs = [...digits.matchAll(/\d+/g)].map(({ 0: run, index }) => ({ run, from: index, to: index + run.length })) // prettier-ignore
  const found = new Set<bigint>()
  for (const [at, { run, to }] of runs.entries()) {
    let [number, end] = [run, to]
    add(found, number)
    for (const next of runs.slice(at + 1, at + runsMerged)) {
      if (!/^[\s./-]{1,2}$/.test(digits.slice(end, next.from))) break
      number += next.run
      end = next.to
      add(found, number)
    }
    if (found.size >= numbersMax) break
  }
  return [...found].slice(0, numbersMax)
}

function add(found: Set<bigint>, digits: string): void {
  if (digits.length <= 15 && /[1-9]/.test(digits)) found.add(BigInt(digits))
}

/** How a number stands in a text: by itself, or only within what looks like a reference with check digits (`RF18 INV 000123`). */
export type Mention = 'plain' | 'in_reference'

/**
 * Whether a number such as `INV-000123` stands in a text, however it is spaced and with or without its zeros. What follows directly is no
 * further digit: `INV-0001234` is another invoice.
 */
export function findMention(text: SearchText, reference: string): Mention | null {
  const folded = fold(reference)
  const letters = folded.replace(/\d+$/, '')
  const number = folded.slice(letters.length).replace(/^0+(?=\d)/, '')
  if (letters === '' || number === '') return null
  let mention: Mention | null = null
  for (let from = text.folded.indexOf(letters); from >= 0; from = text.folded.indexOf(letters, from + 1)) {
    const found = new RegExp(`^0*${number}`).exec(text.folded.slice(from + letters.length))
    if (!found || !isEnd(text, from + letters.length + found[0].length)) continue
    if (!/RF\d\d$/.test(text.folded.slice(0, from))) return 'plain'
    mention = 'in_reference'
  }
  return mention
}

/** Whether a whole text stands in another, such as a reference with check digits. */
export function holds(text: SearchText, part: string): boolean {
  return text.folded.includes(fold(part))
}

/** Whether a bare number stands there by itself: no letter and no digit touches it. */
export function mentionsNumber(text: string, number: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}])0*${number}(?![\\p{L}\\p{N}])`, 'u').test(text)
}

/** Whether the text ends here or goes on behind a gap; a digit that touches belongs to the number. */
function isEnd({ folded, places }: SearchText, at: number): boolean {
  return at >= folded.length || !/\d/.test(folded[at]!) || places[at]! > places[at - 1]! + 1
}
