import { test } from '@japa/runner'
import { compareForward, findNameable, mayBeNamed, withName } from '#app/provisioning/domain/reverse_names'

const found = (...addresses: string[]) => ({ type: 'found' as const, addresses })

test.group('Whether a name leads to the address that points back to it', () => {
  for (const [name, address, answer, forward] of [
    ['it does', '203.0.113.7', found('203.0.113.7'), 'points_here'],
    ['among others', '203.0.113.7', found('203.0.113.8', '203.0.113.7'), 'points_here'],
    ['the newer kind in another notation', '2001:db8::1', found('2001:0DB8:0:0::1'), 'points_here'],
    ['somewhere else', '203.0.113.7', found('203.0.113.8'), 'points_elsewhere'],
    ['nowhere', '203.0.113.7', found(), 'points_elsewhere'],
    ['there is no such name', '203.0.113.7', { type: 'unknown' as const }, 'unknown'],
    ['nobody answers', '203.0.113.7', { type: 'silent' as const }, 'not_answered'],
  ] as const) {
    test(name, ({ assert }) => assert.equal(compareForward(address, answer), forward))
  } // prettier-ignore

  test('decides only where the tenant wants it', ({ assert }) => {
    for (const [forward, refuse, warn, off] of [
      ['points_here', true, true, true],
      ['points_elsewhere', false, true, true],
      ['unknown', false, true, true],
      ['not_answered', false, true, true],
    ] as const) {
      const told = (['refuse', 'warn', 'off'] as const).map((check) => mayBeNamed(forward, check))
      assert.deepEqual(told, [refuse, warn, off], forward)
    }
  })
})

const single = { family: 4 as const, address: '203.0.113.7' }
const block = { family: 4 as const, address: '198.51.100.9', block: 29 }
const network = { family: 6 as const, address: '2001:db8:1::', block: 64 }
const shared = { family: 4 as const, address: '192.0.2.1', isShared: true as const }
const own: Parameters<typeof withName>[0] = [single, block, network, shared]

test.group('Which addresses of a server can be named', () => {
  for (const [address, plain, withBlocks] of [
    ['203.0.113.7', '203.0.113.7', '203.0.113.7'],
    ['203.0.113.8', null, null],
    ['198.51.100.9', '198.51.100.9', '198.51.100.9'],
    ['198.51.100.14', null, '198.51.100.14'],
    ['198.51.100.16', null, null],
    ['2001:DB8:1::0:25', null, '2001:db8:1::25'],
    ['2001:db8:2::1', null, null],
    ['192.0.2.1', null, null],
    ['mail.example.org', null, null],
  ] as const) {
    test(address, ({ assert }) => {
      assert.equal(findNameable(own, address, { hasBlocks: false }), plain)
      assert.equal(findNameable(own, address, { hasBlocks: true }), withBlocks)
    })
  }

  test('and what it has once one is named, renamed and named no more', ({ assert }) => {
    const first = withName(own, '2001:db8:1::25', 'mail.example.org')
    assert.deepEqual(first[2], { ...network, names: [{ address: '2001:db8:1::25', name: 'mail.example.org' }] } as never) // prettier-ignore
    const second = withName(first, '2001:db8:1::25', 'mx.example.org')
    assert.deepEqual(second[2]!.names, [{ address: '2001:db8:1::25', name: 'mx.example.org' }])
    assert.deepEqual(withName(second, '2001:db8:1::25', null)[2]!.names, [])
    assert.equal(withName(own, '203.0.113.7', 'a.example.org')[0]!.reverseName, 'a.example.org')
    assert.deepEqual(withName(own, '203.0.113.7', 'a.example.org').slice(1), own.slice(1) as never)
  })
})
