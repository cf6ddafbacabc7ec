import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'

const root = fileURLToPath(new URL('../../', import.meta.url))

interface Answer {
  cases: string[]
  verdict: string
}

/** `B1–B7` are B1, B3, B5 and B7: the collection numbers its cases by odd numbers. */
function casesOf(cell: string): string[] {
  return cell.split(',').flatMap((part) => {
    const [from, to] = part.trim().split('–')
    const letter = from![0]!
    const first = Number(from!.slice(1))
    const last = to ? Number(to.slice(1)) : first
    return Array.from({ length: (last - first) / 2 + 1 }, (_, index) => `${letter}${first + index * 2}`)
  })
}

function readAnswers(): Answer[] {
  const rows = readFileSync(`${root}docs/golden_cases.md`, 'utf8').matchAll(
    /^\| ([A-F]\d[^|]*) \| ([^|]+) \|/gm
  )
  return [...rows].map(([, cell, verdict]) => ({ cases: casesOf(cell!), verdict: verdict!.trim() }))
}

test.group('Golden cases', () => {
  test('each that we answer the same is a test by its number', ({ assert }) => {
    const specs = globSync('tests/**/*.spec.ts', { cwd: root }).map((file) => readFileSync(root + file, 'utf8')).join('\n')
    const same = readAnswers().filter(({ verdict }) => /^(the same|by the same)/.test(verdict)).flatMap(({ cases }) => cases)
    assert.isAbove(same.length, 30)
    // As the name of a test, of a row of a table or of what is asserted: a reference of a bank may be called B1 as well.
    const isTested = (each: string) => new RegExp(`['\`]${each}[ :]|\\['${each}', \\{|, '${each}'\\)`).test(specs)
    assert.deepEqual(same.filter((each) => !isTested(each)), [])
  }) // prettier-ignore

  test('each has one answer, without a gap', ({ assert }) => {
    const all = readAnswers().flatMap(({ cases }) => cases)
    for (const letter of 'ABCDEF') {
      const numbers = all.filter((each) => each.startsWith(letter)).map((each) => Number(each.slice(1))).sort((a, b) => a - b)
      assert.deepEqual(numbers, Array.from({ length: numbers.length }, (_, index) => 1 + index * 2), letter)
    }
  }) // prettier-ignore
})
