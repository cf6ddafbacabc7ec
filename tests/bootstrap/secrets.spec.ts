import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { loadSecrets } from '../../bin/lib/secrets.mjs'
import { temporaryFolder } from './support/start.js'

test.group('Secrets of a development installation', (group) => {
  let folder = ''
  group.each.setup(async (current) => {
    folder = await temporaryFolder(current)
  })

  test('are made once, for this user only', async ({ assert }) => {
    const first = loadSecrets(folder)
    assert.deepEqual(loadSecrets(folder), first)
    assert.equal((await stat(join(folder, 'secrets.json'))).mode & 0o777, 0o600)
    assert.match(first.encryptionKeys, /^k1:/)
    assert.lengthOf(Buffer.from(first.encryptionKeys.slice(3), 'base64'), 32)
  })

  test('are completed, never replaced', async ({ assert }) => {
    await writeFile(join(folder, 'secrets.json'), JSON.stringify({ appKey: 'kept' }))
    const secrets = loadSecrets(folder)
    assert.equal(secrets.appKey, 'kept')
    assert.isAbove(secrets.databaseAppPassword.length, 20)
  })

  test('are closed to others again', async ({ assert }) => {
    const file = join(folder, 'secrets.json')
    loadSecrets(folder)
    await chmod(file, 0o644)
    loadSecrets(folder)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
  })

  test('are not made anew over a damaged file', async ({ assert }) => {
    const file = join(folder, 'secrets.json')
    await writeFile(file, '{"appKey": "cut sh')
    assert.throws(() => loadSecrets(folder), /secrets\.json is damaged/)
    assert.equal(await readFile(file, 'utf8'), '{"appKey": "cut sh')
  })
})
