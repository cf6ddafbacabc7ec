import { test } from '@japa/runner'
import { isHostname } from '#app/catalogue/domain/hostname'

test.group('isHostname', () => {
  const cases: [string, boolean][] = [
    ['web', true],
    ['web-01.example.com', true],
    ['WEB-01.Example.COM', true],
    ['xn--mller-kva.de', true],
    [`${'a'.repeat(63)}.de`, true],
    [`${'a'.repeat(64)}.de`, false],
    [Array.from({ length: 130 }, () => 'a').join('.'), false],
    ['', false],
    ['-web', false],
    ['web-', false],
    ['web..example', false],
    ['web.', false],
    ['müller.de', false],
    ['<script>alert(1)</script>', false],
    ["'; drop table orders; --", false],
    ['web 01', false],
    ['web\n01', false],
    ['192.168.0.1', false],
    ['💥.com', false],
  ]
  for (const [text, expected] of cases) {
    test(`${JSON.stringify(text.slice(0, 40))} is ${expected ? 'one' : 'none'}`, ({ assert }) => {
      assert.equal(isHostname(text), expected)
    })
  }
})
