import { test } from '@japa/runner'
import { currentKeyId, openKeyring, seal, unseal } from '#app/shared/secrets/keyring'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')

test.group('Keyring', (group) => {
  group.each.teardown(() => openKeyring(`test:${key(7)}`))

  test('opens what it sealed, only in the same context', ({ assert }) => {
    const sealed = seal('geheim ✓', 'panel:1')
    assert.equal(unseal(sealed, 'panel:1'), 'geheim ✓')
    assert.throws(() => unseal(sealed, 'panel:2'))
    assert.throws(() => unseal({ ...sealed, data: seal('other', 'panel:1').data }, 'panel:1'))
    assert.notInclude(JSON.stringify(sealed), 'geheim')
  })

  test('keeps opening with an old key after a new one came', ({ assert }) => {
    openKeyring(`old:${key(1)}`)
    const sealed = seal('x', 'c')
    openKeyring(`new:${key(2)},old:${key(1)}`)
    assert.equal(unseal(sealed, 'c'), 'x')
    assert.equal(currentKeyId(), 'new')
    assert.equal(seal('y', 'c').keyId, 'new')
    openKeyring(`new:${key(2)}`)
    assert.throws(() => unseal(sealed, 'c'), /Encryption key "old" is missing/)
  })

  test('refuses keys of the wrong size', ({ assert }) => {
    for (const text of ['', 'a', 'a:b', `:${key(1)}`, 'a:AAAA'])
      assert.throws(() => openKeyring(text), /ENCRYPTION_KEYS/)
  })
})
