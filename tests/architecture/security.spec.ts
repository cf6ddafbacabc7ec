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
  })
})
