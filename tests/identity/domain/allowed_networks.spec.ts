import { test } from '@japa/runner'
import fc from 'fast-check'
import { isFromAllowed, readNetwork } from '#app/identity/domain/allowed_network'

test.group('Networks that a token works from', () => {
  test('are read in one spelling, or refused', ({ assert }) => {
    const rows: [string, string | null][] = [
      ['203.0.113.0/24', '203.0.113.0/24'],
      [' 203.0.113.7 ', '203.0.113.7/32'],
      ['2001:DB8::/32', '2001:db8::/32'],
      ['2001:db8::1', '2001:db8::1/128'],
      ['0.0.0.0/0', '0.0.0.0/0'],
      ['203.0.113.0/33', null],
      ['2001:db8::/129', null],
      ['203.0.113.0/', null],
      ['203.0.113.0/-1', null],
      ['203.0.113.0/24/8', null],
      ['203.0.113/24', null],
      ['0x7f.1/8', null],
      ['fe80::1%eth0/64', null],
      ['1::2::3', null],
      ['1:2:3:4:5:6:7', null],
      ['1:2:3:4:5:6:7:8:9', null],
      ['::ffff:203.0.113.7/128', '203.0.113.7/32'],
      ['::FFFF:cb00:7107', '203.0.113.7/32'],
      ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
      ['::ffff:0:0/96', '0.0.0.0/0'],
      ['::/0', '::/0'],
      ['example.test', null],
      ['', null],
    ]
    for (const [text, read] of rows) assert.equal(readNetwork(text), read, text)
  })

  test('let in what lies inside', ({ assert }) => {
    const rows: [string[], string, boolean][] = [
      [[], '198.51.100.9', true],
      [['203.0.113.0/24'], '203.0.113.255', true],
      [['203.0.113.0/24'], '203.0.114.0', false],
      [['203.0.113.0/24'], '::ffff:203.0.113.7', true],
      [['203.0.113.0/24'], '::ffff:cb00:7107', true],
      [['203.0.113.0/24'], '2001:db8::1', false],
      // As they were kept before they were read as what they are.
      [['::ffff:203.0.113.7/128'], '203.0.113.7', true],
      [['::ffff:203.0.113.7/128'], '::ffff:203.0.113.7', true],
      [['::ffff:203.0.113.7/128'], '203.0.113.8', false],
      [['2001:db8::/32', '203.0.113.7/32'], '2001:db8:ffff::9', true],
      [['2001:db8::/32'], '2001:db9::1', false],
      [['203.0.113.0/24'], 'nonsense', false],
    ]
    for (const [networks, ip, isIn] of rows)
      assert.equal(isFromAllowed(networks, ip), isIn, `${networks} ${ip}`)
  })

  test('read IPv6 like everybody else', () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => readNetwork(ip) !== null && isFromAllowed([readNetwork(ip)!], ip))
    )
  })

  test('hold every address of theirs, whatever their size', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (ip, length) =>
        isFromAllowed([readNetwork(`${ip}/${length}`)!], ip)
      )
    )
  })
})
