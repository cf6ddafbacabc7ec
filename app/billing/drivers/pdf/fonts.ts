import { readFileSync } from 'node:fs'

export const fontFolder = new URL('../../../../resources/fonts/', import.meta.url)

/** Files of the main face, which every document uses. */
export const mainFonts = ['Inter-Regular', 'Inter-Medium', 'Inter-SemiBold']

const eastAsian: Record<string, string> = { JP: 'JP', KR: 'KR', TW: 'TC', HK: 'TC', MO: 'TC' }
const ignorable = /\s|\p{Default_Ignorable_Code_Point}/u

type Ranges = [number, number][]
let known: Map<string, Ranges> | undefined

/** Which characters each font file has, as it was counted when the files were made. */
function coverage(): Map<string, Ranges> {
  known ??= new Map(
    Object.entries(
      JSON.parse(readFileSync(new URL('coverage.json', fontFolder), 'utf8')) as Record<string, string>
    ).map(([name, packed]) => [name, unpack(packed)])
  )
  return known
}

/** `a-3 5`: from 10 to 13, then 18; each start counts from the end before it, in base 36. */
function unpack(packed: string): Ranges {
  let last = 0
  return packed.split(' ').map((part) => {
    const [start, length = '0'] = part.split('-') as [string, string?]
    const from = last + Number.parseInt(start, 36)
    last = from + Number.parseInt(length, 36)
    return [from, last]
  })
}

function has(ranges: Ranges, code: number): boolean {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, until] = ranges[middle]!
    if (code < from) high = middle - 1
    else if (code > until) low = middle + 1
    else return true
  }
  return false
}

export interface FontChoice {
  /** Files beyond the main face. */
  files: string[]
  /** Characters that no font has: they are written as `�`, which says that something is missing where a box would not. */
  missing: Set<string>
}

/**
 * The fonts that a text needs. Han characters are shared by four countries that write some of them differently, so the reader's
 * country decides which font comes first.
 */
export function chooseFonts(text: string, country: string | null): FontChoice {
  const all = coverage()
  const main = all.get(mainFonts[0]!)!
  const files = new Set<string>()
  const missing = new Set<string>()
  const order = candidates([...all.keys()], country)
  for (const letter of new Set(text)) {
    const code = letter.codePointAt(0)!
    if (ignorable.test(letter) || has(main, code)) continue
    const file = [...files, ...order].find((name) => has(all.get(name)!, code))
    if (file) files.add(file)
    else missing.add(letter)
  }
  return { files: order.filter((name) => files.has(name)), missing }
}

function candidates(names: string[], country: string | null): string[] {
  const first = `NotoSans${eastAsian[country ?? ''] ?? 'SC'}-Regular`
  const rest = names.filter((name) => !mainFonts.includes(name) && name !== first)
  return [first, ...rest]
}

/** The name by which a page asks for a font file: `NotoSansJP-Regular` → `Noto Sans JP`. */
export function familyOf(file: string): string {
  const [face] = file.split('-') as [string]
  return face
    .replace(/^Noto/, 'Noto ')
    .replace(/Sans(?=.)/, 'Sans ')
    .trim()
}
