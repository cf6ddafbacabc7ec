import { test } from '@japa/runner'
import { filesBelow } from '#tests/architecture/source_tree'

interface Pattern {
  where: string
  regexp: RegExp
}

/** A regular expression as it stands in the source: after what cannot be the end of a value. */
const literal =
  /(?:[=(,:[!&|?{};]|=>|return)\s*\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/g

function patternsBelow(folder: string, endings: string[]): Pattern[] {
  return filesBelow(folder, endings).flatMap(({ path, lines }) =>
    lines.flatMap((line, index) =>
      /^\s*(\*|\/\/|\/\*)/.test(line)
        ? []
        : [...line.matchAll(literal)].flatMap(([, source, flags]) => {
            const regexp = compile(source!, flags!)
            return regexp ? [{ where: `${path}:${index + 1} ${regexp}`, regexp }] : []
          })
    )
  )
}

function compile(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, flags.replace(/[gy]/g, ''))
  } catch {
    return null
  }
}

/** Characters that a pattern might go round in circles over: its own, and one of each usual sort. */
function pumps({ source }: RegExp): string[] {
  const own = [...new Set(source.replaceAll(/\\[a-zA-Z]/g, ''))].filter(
    (char) => !'[](){}?*+|^$'.includes(char)
  )
  const singles = [...new Set(['a', 'A', '0', ' ', '\t', '-', '_', '.', '/', ...own.slice(0, 6)])]
  const pairs = ['a.', 'a-', 'a ', 'a@', '0.', 'a,', '0:', '<a', '%a']
  return [...singles, ...pairs]
}

/** The shortest of a few tries, in milliseconds: what else the machine does only ever adds. */
function timeOf(regexp: RegExp, text: string): number {
  const times: number[] = []
  do {
    const startedAt = performance.now()
    regexp.test(text)
    times.push(performance.now() - startedAt)
  } while (times.at(-1)! > suspiciousMs && times.length < triesMax)
  return Math.min(...times)
}

const triesMax = 5
/** No field of a request is longer than a few thousand characters; those of names, references and addresses are far shorter. */
const lengths = [18, 22, 26, 30, 60, 250, 500, 1_000, 2_000]
/** Below this nobody waits for it. */
const suspiciousMs = 20
/** Takes the square of what it reads: some 3 ms for 2,000 characters. What takes many times as long takes the cube, or doubles with each. */
const square = /x+$/
const timesOfSquareMax = 25

/** Inputs over which a pattern goes round in circles. Shorter ones first, so that a bad pattern does not hold up the test itself. */
function findSlow({ where, regexp }: Pattern): string[] {
  return pumps(regexp).flatMap((pump) => {
    const slow = lengths.find((length) => isSlow(regexp, pump.repeat(Math.ceil(length / pump.length))))
    return slow ? [`${where}: goes round in circles over ${slow} characters of "${pump}"`] : []
  })
}

/** Measured beside a bound of the same moment, because the machine does other things meanwhile. */
function isSlow(regexp: RegExp, text: string): boolean {
  if (timeOf(regexp, `${text}\u0001`) < suspiciousMs) return false
  const squared = `${'x'.repeat(text.length)}\u0001`
  // Of several: one that was interrupted would let a bad pattern pass, and the next length might never end.
  const bound = Math.min(...Array.from({ length: triesMax }, () => timeOf(square, squared)))
  return timeOf(regexp, `${text}\u0001`) > Math.max(suspiciousMs, timesOfSquareMax * bound)
}

test.group('Regular expressions', () => {
  test('read long texts without going round in circles', ({ assert }) => {
    const patterns = ['app', 'start', 'config'].flatMap((folder) => patternsBelow(folder, ['.ts']))
    assert.isAbove(patterns.length, 150, 'patterns are found')
    assert.deepEqual(patterns.flatMap(findSlow), [])
  })

  test('one that goes round in circles is found', ({ assert }) => {
    const found = [/^(a+)+$/, /^(.*?)0*(\d+)$/].map(
      (regexp) => findSlow({ where: 'here', regexp }).length > 0
    )
    assert.deepEqual(found, [true, true])
  })
})
