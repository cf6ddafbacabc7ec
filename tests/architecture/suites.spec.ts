import { globSync } from 'node:fs'
import { test } from '@japa/runner'
import { root } from '#tests/architecture/source_tree'
import { suites } from '#tests/suites'

test.group('Suites', () => {
  test('run every spec, each in one', ({ assert }) => {
    const run = suites.flatMap(({ files }) => globSync(files as string[], { cwd: root }))
    const specs = run.filter((path) => path.endsWith('.spec.ts'))
    assert.deepEqual(specs.toSorted(), globSync('tests/**/*.spec.ts', { cwd: root }).toSorted())
  })
})
