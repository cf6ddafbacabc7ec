import { execFileSync } from 'node:child_process'
import { test } from '@japa/runner'
import { root } from '#tests/architecture/source_tree'

test.group('Database types', () => {
  test('the generated types are those of the migrated schema', ({ assert }) => {
    const binary = `${root}node_modules/kysely-codegen/dist/cli/bin.js`
    const verify = () =>
      execFileSync(process.execPath, [binary, '--verify', '--url', process.env.DATABASE_URL!], {
        cwd: root,
        stdio: 'pipe',
      })
    assert.doesNotThrow(verify, 'run: npx kysely-codegen --url <migrated database>')
  })
})
