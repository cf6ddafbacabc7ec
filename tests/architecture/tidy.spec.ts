import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { filesBelow, placeOf, root, type SourceFile } from '#tests/architecture/source_tree'

const app = filesBelow('app')
const shipped = [
  ...app,
  ...filesBelow('start'),
  ...filesBelow('config'),
  ...filesBelow('inertia', ['.ts', '.vue']),
]
const everything = [
  ...shipped,
  ...filesBelow('bin', ['.ts', '.mjs']),
  ...filesBelow('sandbox'),
  ...filesBelow('tests'),
  ...filesBelow('bench'),
]

/** A banned pattern, where it is allowed all the same, and what to write instead. */
interface Ban {
  pattern: RegExp
  instead: string
  files?: SourceFile[]
  allowedIn?: (path: string) => boolean
}

const isOutboundDriver = (path: string) =>
  path.includes('/drivers/') || path.startsWith('app/shared/outbound/')

/** Nothing may come to refer to these while they are removed. */
const isRemovedWithItsKey = /records\/(customer_groups|datacenters)\.ts$/

const bans: Ban[] = [
  { pattern: /\bclass (\w*(Manager|Helper|Util|Utils|Processor)|(?!(Create|Rename|Resize|Steer|Observe|Reconcile)Service)\w*Service)\b/, instead: 'name the use case', files: app },
  { pattern: /new Date\(\s*\)|Date\.now\(/, instead: 'Clock', files: app, allowedIn: (path) => path === 'app/shared/time/clock.ts' },
  { pattern: /Math\.random\(/, instead: 'newId() or node:crypto', files: app },
  { pattern: /process\.env/, instead: 'start/env.ts', files: app },
  { pattern: /\bfetch\(/, instead: 'a driver', files: app, allowedIn: isOutboundDriver },
  { pattern: /\* 100\b(?!\d)|\/ 100\b(?!\d)|parseFloat\(/, instead: 'Money and Fraction', files: app, allowedIn: (path) => path.includes('/queries/') && path.includes('percent') },
  { pattern: /driver === '|driver == '/, instead: 'a capability', files: app, allowedIn: isOutboundDriver },
  { pattern: /@ts-ignore|@ts-nocheck|oxlint-disable|eslint-disable/, instead: 'mend the cause', files: shipped },
  { pattern: /\bas any\b|: any\b/, instead: 'a type', files: shipped },
  { pattern: /catch\s*(\([^)]*\))?\s*\{\s*\}/, instead: 'a decision', files: shipped },
  { pattern: /\b(TODO|FIXME)\b|\bXXX\b(?!')/, instead: 'an issue', files: everything.filter((file) => !file.path.endsWith('tidy.spec.ts')) },
  { pattern: /\btest\.(only|todo)\b|\.pin\(\)/, instead: 'a test that runs', files: filesBelow('tests').filter((file) => !file.path.endsWith('tidy.spec.ts')) },
  // Rows that refer to a locked one look its key up again when they are written twice, and would wait for the lock.
  { pattern: /forUpdate\(\)|\bfor update\b/, instead: 'forNoKeyUpdate()', files: app, allowedIn: (path) => isRemovedWithItsKey.test(path) },
  { pattern: /console\.(log|debug)\(/, instead: 'the logger', files: app, allowedIn: (path) => path.includes('/commands/') },
] // prettier-ignore

test.group('Tidy', () => {
  for (const ban of bans) {
    test(`nothing matches ${ban.pattern.source.slice(0, 60)} (instead: ${ban.instead})`, ({ assert }) => {
      const found = (ban.files ?? everything)
        .filter((file) => !ban.allowedIn?.(file.path))
        .flatMap((file) =>
          file.lines.flatMap((line, index) =>
            ban.pattern.test(line) && !isComment(line) ? [`${file.path}:${index + 1} ${line.trim()}`] : []
          )
        )
      assert.deepEqual(found, [])
    })
  }

  test('files stay below 250 lines', ({ assert }) => {
    const long = [...shipped, ...filesBelow('sandbox'), ...filesBelow('bin', ['.ts', '.mjs'])]
      .filter((file) => !file.path.endsWith('database/schema.ts') && !isTableOfData(file))
      .filter((file) => file.lines.length > 251)
      .map((file) => `${file.path}: ${file.lines.length - 1} lines`)
    assert.deepEqual(long, [])
  })

  test('file names are snake_case', ({ assert }) => {
    const odd = [...app, ...filesBelow('start'), ...filesBelow('sandbox')]
      .map((file) => file.path)
      .filter((path) => !/^[a-z0-9_/]+(\.spec|\.d)?\.ts$/.test(path))
    assert.deepEqual(odd, [])
  })

  test('every domain has a README and a door', ({ assert }) => {
    const domains = [...new Set(app.map((file) => placeOf(file.path)?.domain))].filter(
      (domain) => domain !== undefined && domain !== 'shared'
    )
    const missing = domains.flatMap((domain) =>
      ['README.md', 'index.ts']
        .map((name) => `app/${domain}/${name}`)
        .filter((path) => !existsSync(join(root, path)))
    )
    assert.deepEqual(missing, [])
  })

  test('nothing shipped points outside of the repository', ({ assert }) => {
    const pointing = [...shipped, ...filesBelow('sandbox'), ...filesBelow('docs', ['.md'])]
      .filter((file) => file.text.includes('../shared/'))
      .filter((file) => !/from '\.\.\/shared|import '\.\.\/shared/.test(file.text))
      .map((file) => file.path)
    assert.deepEqual(pointing, [])
  })
})

function isComment(line: string): boolean {
  return /^\s*(\/\/|\*|\/\*)/.test(line)
}

/** Tables of data may be long: they are read like a list, not like a program. They say so in their first line. */
function isTableOfData(file: SourceFile): boolean {
  return file.lines.slice(0, 3).some((line) => /table of data/i.test(line))
}
