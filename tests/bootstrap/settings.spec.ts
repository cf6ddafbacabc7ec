import { test } from '@japa/runner'
import { readSettings } from '../../bin/lib/settings.mjs'

test.group('Settings', () => {
  test('need nothing to be set', ({ assert }) => {
    const settings = readSettings({})
    assert.containsSubset(settings, { mode: 'development', port: 3333, sandboxPort: 3334, smtpPort: 3335 })
    assert.equal(settings.baseHost, 'localhost:3333')
    assert.isNull(settings.databaseUrl)
  })

  test('move the ports of the sandbox along with PORT', ({ assert }) => {
    assert.containsSubset(readSettings({ PORT: '4100' }), {
      sandboxPort: 4101,
      smtpPort: 4102,
      baseHost: 'localhost:4100',
    })
    assert.containsSubset(readSettings({ PORT: '4100', SANDBOX_PORT: '9' }), {
      sandboxPort: 9,
      smtpPort: 4102,
    })
  })

  test('refuse {name}={value}')
    .with([
      { name: 'PORT', value: 'abc', says: 'PORT must be a port number from 1 to 65535; it is "abc".' },
      { name: 'PORT', value: '0', says: 'PORT must be a port number from 1 to 65535; it is "0".' },
      { name: 'PORT', value: '-1', says: 'PORT must be a port number from 1 to 65535; it is "-1".' },
      { name: 'PORT', value: '3333.5', says: 'PORT must be a port number from 1 to 65535; it is "3333.5".' },
      { name: 'PORT', value: '65536', says: 'PORT must be a port number from 1 to 65535; it is "65536".' },
      { name: 'PORT', value: '65535', says: 'PORT is too high for the ports of the sandbox' },
      { name: 'NODE_ENV', value: 'staging', says: 'NODE_ENV must be one of development, test, production' },
      { name: 'DATABASE_URL', value: 'nonsense', says: 'DATABASE_URL must look like postgres://' },
      { name: 'DATABASE_URL', value: 'mysql://u:p@host/db', says: 'DATABASE_URL must look like postgres://' },
      { name: 'DATABASE_URL', value: 'postgres://host', says: 'DATABASE_URL must look like postgres://' },
    ])
    .run(({ assert }, { name, value, says }) => {
      assert.throws(() => readSettings({ [name]: value }), new RegExp(says.replaceAll(/[.?]/g, '\\$&')))
    })
})
