import hash from '@adonisjs/core/services/hash'
import { test } from '@japa/runner'
import { withRealPasswords } from '#tests/support/cheap_passwords'

test.group('A password', (group) => {
  group.setup(() => withRealPasswords())

  test('costs what OWASP asks of scrypt, with a salt of its own, and is known again', async ({ assert }) => {
    const [one, other] = [await hash.make('correct horse battery'), await hash.make('correct horse battery')]
    for (const stored of [one, other]) assert.match(stored, /^\$scrypt\$n=16384,r=8,p=5\$/)
    assert.notEqual(one.split('$')[3], other.split('$')[3])
    assert.isTrue(await hash.verify(one, 'correct horse battery'))
    assert.isFalse(await hash.verify(one, 'correct horse batterz'))
  })
})
