import { test } from '@japa/runner'
import fc from 'fast-check'
import { localPath } from '#app/shared/http/refuse_field'

const elsewhere = [
  'https://evil.test/', '//evil.test', '///evil.test', '\\\\evil.test', '/\\evil.test', '\\/evil.test', '/\t/evil.test', '/\n/evil.test', '\t//evil.test',
  ' //evil.test', 'https:evil.test', 'https:/evil.test', 'javascript:alert(1)', 'data:text/html,x', '@evil.test', 'evil.test', '.evil.test', '/a\\..\\\\evil.test',
  '/\u0000/evil.test', '/x\r\nLocation: https://evil.test', '',
] // prettier-ignore
const kept = ['/', '/services?page=2#top', '/a//b', '/%2f%2fevil.test', '/%5cevil.test', '/%09/evil.test', '/..//evil.test', '/@evil.test', '/sign-in?return_to=%2F%2Fevil.test'] // prettier-ignore

test.group('Where somebody is sent back to', () => {
  test('is never another site, however it is written', ({ assert }) => {
    for (const text of elsewhere) assert.equal(localPath(text), '/', JSON.stringify(text))
    for (const text of kept) assert.equal(localPath(text), text)
    assert.equal(localPath(undefined), '/')
    const nasty = fc.string({ unit: fc.constantFrom('/', '\\', '.', ':', '@', '?', '#', '%', '2', 'f', 'e', '\t', '\n', '\r', ' ', '\u00a0', '／', 'http', 'evil.test') }) // prettier-ignore
    fc.assert(
      fc.property(
        fc.oneof(
          nasty,
          nasty.map((text) => `/${text}`)
        ),
        (text) => {
          const { origin } = new URL(localPath(text), 'https://us.test/sign-in')
          assert.equal(origin, 'https://us.test', JSON.stringify(text))
        }
      ),
      { numRuns: 2_000 }
    )
  })
})
