import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { test } from '@japa/runner'
import { productionEnvironment } from '../../bin/lib/production_checks.mjs'
import { readSettings } from '../../bin/lib/settings.mjs'
import { runToEnd } from './support/start.js'

const key = randomBytes(32).toString('base64')
const password = randomBytes(18).toString('hex')
const sound = {
  NODE_ENV: 'production',
  APP_KEY: key,
  ENCRYPTION_KEYS: `k1:${key}`,
  DATABASE_URL: `postgres://platform_owner:${password}@db/platform?sslmode=verify-full`,
  PUBLIC_BASE_HOST: 'billing.hosting.tld',
  SMTP_URL: 'smtp://mail.hosting.tld',
}
const check = (changes: Record<string, string | undefined>) => () =>
  productionEnvironment(readSettings({ ...sound, ...changes }))

test.group('Production', () => {
  test('starts with sound settings', ({ assert }) => {
    const environment = check({})()
    assert.containsSubset(environment, { NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '3333' })
  })

  test('accepts a database that asks for no password, and older encryption keys', ({ assert }) => {
    const older = `k2:${key},k1:${randomBytes(32).toString('base64')}`
    assert.doesNotThrow(
      check({ DATABASE_URL: 'postgres://platform_owner@localhost/platform', ENCRYPTION_KEYS: older })
    )
  })

  test('refuses {name} = {value}')
    .with([
      { name: 'APP_KEY', value: undefined, says: /APP_KEY is not set/ },
      { name: 'APP_KEY', value: 'short', says: /APP_KEY is weak/ },
      { name: 'APP_KEY', value: 'a'.repeat(40), says: /APP_KEY is weak/ },
      { name: 'APP_KEY', value: 'change-me-0123456789-abcdefghijklmnop', says: /APP_KEY is weak/ },
      { name: 'ENCRYPTION_KEYS', value: undefined, says: /ENCRYPTION_KEYS is not set/ },
      {
        name: 'ENCRYPTION_KEYS',
        value: `k1:${Buffer.alloc(32).toString('base64')}`,
        says: /ENCRYPTION_KEYS is weak/,
      },
      { name: 'ENCRYPTION_KEYS', value: 'k1:dG9vIHNob3J0', says: /ENCRYPTION_KEYS is weak/ },
      { name: 'ENCRYPTION_KEYS', value: key, says: /ENCRYPTION_KEYS is weak/ },
      { name: 'DATABASE_URL', value: undefined, says: /DATABASE_URL is not set/ },
      { name: 'DATABASE_URL', value: 'postgres://u:postgres@db/x', says: /password in DATABASE_URL is weak/ },
      {
        name: 'DATABASE_URL',
        value: 'postgres://u:password1234@db/x',
        says: /password in DATABASE_URL is weak/,
      },
      {
        name: 'APP_DATABASE_URL',
        value: 'postgres://u:aaaaaaaaaaaaaa@db/x',
        says: /password in APP_DATABASE_URL/,
      },
      {
        name: 'DATABASE_URL',
        value: `postgres://u:${password}@db/x`,
        says: /DATABASE_URL leads to "db" without TLS/,
      },
      {
        name: 'DATABASE_URL',
        value: `postgres://u:${password}@localhost/x?host=10.0.0.7`,
        says: /DATABASE_URL leads to "10.0.0.7" without TLS/,
      },
      { name: 'DATABASE_URL', value: `postgres://u:${password}@db/x?sslmode=no-verify`, says: /without TLS/ },
      {
        name: 'APP_DATABASE_URL',
        value: `postgres://u:${password}@db/x?sslmode=require`,
        says: /APP_DATABASE_URL/,
      },
      { name: 'PUBLIC_BASE_HOST', value: 'localhost:3333', says: /PUBLIC_BASE_HOST must be the public name/ },
      {
        name: 'PUBLIC_BASE_HOST',
        value: 'billing.example.com',
        says: /PUBLIC_BASE_HOST must be the public name/,
      },
      { name: 'SMTP_URL', value: undefined, says: /SMTP_URL is not set/ },
      { name: 'SMTP_URL', value: 'mail.hosting.tld', says: /SMTP_URL must look like/ },
      { name: 'AUDIT_COLLECTOR_URL', value: 'http://siem.tld/', says: /AUDIT_COLLECTOR_URL must begin/ },
      {
        name: 'AUDIT_COLLECTOR_URL',
        value: 'https://us:pass@siem.tld/',
        says: /must hold no name and no password/,
      },
      { name: 'CLAMD_ADDRESS', value: 'localhost:3310', says: /CLAMD_ADDRESS must look like/ },
      { name: 'DATABASE_POOL', value: 'many', says: /DATABASE_POOL must be a whole number/ },
      { name: 'ACCESS_TEAM', value: 'hosting', says: /ACCESS_TEAM and ACCESS_AUDIENCE belong together/ },
      { name: 'SANDBOX_URL', value: 'http://127.0.0.1:3334', says: /production has no sandbox/ },
    ])
    .run(({ assert }, { name, value, says }) => {
      assert.throws(check({ [name]: value }), says)
    })

  test('lets a database be reached without TLS on this machine, or by the name of another one: {changes}')
    .with([
      { changes: { DATABASE_URL: `postgres://u:${password}@localhost/x` } },
      { changes: { DATABASE_URL: `postgres://u:${password}@127.0.0.2/x` } },
      { changes: { DATABASE_URL: `postgres://u:${password}@[::1]/x` } },
      { changes: { DATABASE_URL: `postgres://u@localhost/x?host=/var/run/postgresql` } },
      { changes: { DATABASE_URL: `postgres://u:${password}@db/x`, WITHOUT_TLS: 'mail, db' } },
    ])
    .run(({ assert }, { changes }) => {
      assert.doesNotThrow(check(changes))
    })

  test('says so in one sentence and does not start, on a port that is taken as well', async ({
    assert,
    cleanup,
  }) => {
    const other = createServer().listen(0, '0.0.0.0')
    cleanup(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { APP_KEY: _, ...incomplete } = sound
    const plain = { ...sound, DATABASE_URL: sound.DATABASE_URL.replace('?sslmode=verify-full', '') }
    const [keyless, portless, open] = await Promise.all([
      runToEnd('bin/lib/production.mjs', incomplete, ['server']),
      runToEnd('bin/lib/production.mjs', { ...sound, PORT: String(port) }, ['server']),
      runToEnd('bin/lib/production.mjs', plain, ['worker']),
    ])
    assert.deepEqual([keyless.code, portless.code, open.code], [1, 1, 1])
    assert.equal(
      open.output,
      'DATABASE_URL leads to "db" without TLS that checks its certificate: add sslmode=verify-full to it, or name the machine in WITHOUT_TLS when the way there is private.'
    )
    assert.equal(
      keyless.output,
      'APP_KEY is not set, and production does not start without it: .env.example explains it.'
    )
    assert.match(portless.output, /^Port \d+ \(web\) is taken by another program: stop it, or set PORT/)
  })
})
