import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { root } from '#tests/architecture/source_tree'

test.group('docs/security.md', () => {
  const text = readFileSync(join(root, 'docs/security.md'), 'utf8')

  test('names tests that exist', ({ assert }) => {
    const named = [...text.matchAll(/tests\/[\w/]+\.spec\.ts/g)].map(([path]) => path)
    assert.isAbove(named.length, 50)
    assert.deepEqual(
      [...new Set(named)].filter((path) => !existsSync(join(root, path))),
      []
    )
  })

  test('says of each requirement, once, how it stands; what a test shows names one', ({ assert }) => {
    const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| [^|]+ \| ([^|]+) \| ([^|]*) \|$/gm)]
    assert.lengthOf(rows, 253, 'levels 1 and 2 of ASVS 5.0.0')
    assert.lengthOf(new Set(rows.map(([, number]) => number)), rows.length)
    const unshown = rows.filter(([, , standing, shown]) => standing === 'yes' && !shown!.includes('.spec.ts'))
    assert.deepEqual(
      unshown.map(([, number]) => number),
      []
    )
    const known = ['yes', 'by design', 'not ours', 'partly', '**not yet**']
    assert.deepEqual(
      rows.filter(([, , standing]) => !known.includes(standing!)),
      []
    )
    const chapters = [...new Set(rows.map(([, number]) => number!.split('.')[0]))]
    assert.deepEqual(
      chapters,
      Array.from({ length: 17 }, (_, index) => String(index + 1)),
      'every chapter'
    )
    const found = known.map(
      (name) => `${rows.filter(([, , standing]) => standing === name).length} ${name.replaceAll('*', '')}`
    )
    assert.include(
      text,
      `Of ${rows.length}: ${found[0]}, ${found[1]}, ${found[3]}, ${found[4]}, ${found[2]}.`
    )
  })

  test('names the file of each wall', ({ assert }) => {
    const walls = text.slice(text.indexOf('## Walls'), text.indexOf('## Not there yet'))
    const files = [
      ...walls.matchAll(/`((?:shared|identity|start|config|bin|app|resources)\/[\w/]+\.(?:ts|mjs|edge))`/g),
    ].map(([, path]) => path!)
    assert.isAbove(files.length, 10)
    const missing = files.filter(
      (path) => !existsSync(join(root, path)) && !existsSync(join(root, 'app', path))
    )
    assert.deepEqual(missing, [])
  })
})
