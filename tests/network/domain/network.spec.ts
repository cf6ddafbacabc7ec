import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  addressCount,
  boundsOf,
  contains,
  isWorldwide,
  networksAround,
  readAddress,
  readNetwork,
  showNetwork,
} from '#app/network/domain/addresses'
import { compareHoldings, readReported, settleClaim } from '#app/network/domain/holdings'
import { fillPermille, readPool, usableCount } from '#app/network/domain/pools'

const long = (text: string) => '0'.repeat(200) + text

test.group('Addresses', () => {
  for (const [text, address] of [
    ['203.0.113.7', '203.0.113.7'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['203.0.113.256', null],
    ['203.0.113', null],
    ['0x7f.1', null],
    ['fe80::1%eth0', null],
    ['', null],
    [long('1'), null],
    ['203.0.113.7 ', null],
    ['２０３.0.113.7', null],
  ] as const) {
    test(`${text.slice(0, 30)} is read as ${address}`, ({ assert }) =>
      assert.equal(readAddress(text), address))
  }

  for (const [text, network] of [
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['203.0.113.7', '203.0.113.7/32'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['203.0.113.7/24', null],
    ['203.0.113.0/33', null],
    ['203.0.113.0/24/8', null],
    ['203.0.113.0/', null],
    ['203.0.113.0/-1', null],
    ['2001:db8::1/64', null],
  ] as const) {
    test(`${text} is the network ${network}`, ({ assert }) => assert.equal(readNetwork(text), network))
  }

  for (const [network, isOne] of [
    ['203.0.113.7/32', true],
    ['2001:db8::/64', true],
    ['10.1.2.3/32', false],
    ['192.168.0.0/16', false],
    ['100.64.0.1/32', false],
    ['fd00::1/128', false],
    ['127.0.0.1/32', false],
  ] as const) {
    test(`${network} means one place in the world: ${isOne}`, ({ assert }) =>
      assert.equal(isWorldwide(network), isOne))
  }

  test('everything around an address contains it, and bounds hold what is within', ({ assert }) => {
    assert.lengthOf(networksAround('203.0.113.7/32'), 33)
    assert.lengthOf(networksAround('2001:db8::/64'), 65)
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (text, bits) => {
        const network = readNetwork(text)
        if (!network) return
        const around = networksAround(network)
        assert.isTrue(around.every((outer) => contains(outer, network)))
        const outer = around[Math.min(bits, around.length - 1)]!
        assert.equal(boundsOf(outer).first, outer)
        assert.isTrue(contains(outer, boundsOf(outer).last))
        assert.equal(readNetwork(showNetwork(outer)), outer)
      }),
      { numRuns: 60 }
    )
    assert.equal(addressCount('203.0.113.0/24'), 256n)
    assert.equal(addressCount('2001:db8::/64'), 2n ** 64n)
  })
})

test.group('What a panel says of addresses', () => {
  test('is read as networks; what is none is left out', ({ assert }) => {
    const seen = readReported([
      { address: '203.0.113.7' },
      { address: '203.0.113.7' },
      { address: '2001:db8:1::', block: 64 },
      { address: '2001:db8:1::5' },
      { address: '203.0.113.9', block: 29 },
      { address: '198.51.100.1', isShared: true },
      { address: '10.0.0.4' },
      { address: 'node1.example.test' },
      // Lengths that are none.
      { address: '198.51.100.7', block: 64 },
      { address: '198.51.100.8', block: 29.5 },
      { address: '198.51.100.9', block: -1 },
      { address: '2001:db8:2::1', block: 129 },
      { address: '2001:db8:3::1', block: 127 },
    ])
    assert.deepEqual(
      seen.map(({ network, isShared }) => [network, isShared]),
      [
        ['203.0.113.7/32', false],
        ['2001:db8:1::/64', false],
        ['203.0.113.8/29', false],
        ['198.51.100.1/32', true],
        ['10.0.0.4/32', true],
        ['198.51.100.7/32', false],
        ['198.51.100.8/32', false],
        ['198.51.100.9/32', false],
        ['2001:db8:2::1/128', false],
        ['2001:db8:3::/127', false],
      ]
    )
  })

  test('ends what is gone and begins what is new', ({ assert }) => {
    const a = { network: '203.0.113.7/32', isShared: false }
    const b = { network: '203.0.113.8/32', isShared: false }
    assert.deepEqual(compareHoldings([a], [a]), { ended: [], begun: [] })
    assert.deepEqual(compareHoldings([a], [b]), { ended: [a], begun: [b] })
    assert.deepEqual(compareHoldings([a, b], []), { ended: [a, b], begun: [] })
    assert.deepEqual(compareHoldings([a], [{ ...a, isShared: true }]).ended, [a])
  })

  test('counts among servers of one panel, and is kept beside the first claim otherwise', ({ assert }) => {
    const same = { id: '1', network: 'n', serviceId: 's', panelId: 'p' }
    const other = { ...same, id: '2', panelId: 'q' }
    const staff = { ...same, id: '3', serviceId: null, panelId: null }
    assert.deepEqual(settleClaim([], 'p'), { lost: [], isContested: false })
    assert.deepEqual(settleClaim([same], 'p'), { lost: [same], isContested: false })
    assert.deepEqual(settleClaim([other], 'p'), { lost: [], isContested: true })
    assert.deepEqual(settleClaim([staff], 'p'), { lost: [], isContested: true })
    assert.deepEqual(settleClaim([same, other], 'p'), { lost: [same], isContested: true })
  })
})

test.group('Pools', () => {
  const wish = { datacenterId: 'd', name: 'A', network: '203.0.113.0/24', gateway: null, quarantineHours: 168, note: '' } // prettier-ignore
  for (const [changes, outcome] of [
    [{}, 'ok'],
    [{ gateway: '203.0.113.1' }, 'ok'],
    [{ network: '203.0.113.1/24' }, 'network_malformed'],
    [{ network: '0.0.0.0/0' }, 'network_too_large'],
    [{ network: '2000::/3' }, 'network_too_large'],
    [{ gateway: '203.0.114.1' }, 'gateway_outside'],
    [{ gateway: 'router' }, 'gateway_outside'],
    [{ gateway: '2001:db8::1' }, 'gateway_outside'],
    // Its ends name the network and everybody in it; a network of two or one has none.
    [{ gateway: '203.0.113.0' }, 'gateway_outside'],
    [{ gateway: '203.0.113.255' }, 'gateway_outside'],
    [{ network: '203.0.113.0/31', gateway: '203.0.113.0' }, 'ok'],
    [{ network: '203.0.113.7/32', gateway: '203.0.113.7' }, 'ok'],
    [{ network: '203.0.113.7/32', gateway: '203.0.113.8' }, 'gateway_outside'],
    [{ network: '2001:db8::/127', gateway: '2001:db8::' }, 'ok'],
    [{ network: '2001:db8::5/128', gateway: '2001:db8::5' }, 'ok'],
    [{ network: '2001:db8::1/127' }, 'network_malformed'],
  ] as const) {
    test(`${JSON.stringify(changes)}: ${outcome}`, ({ assert }) => {
      const read = readPool({ ...wish, ...changes })
      assert.equal(read.ok ? 'ok' : read.error.type, outcome)
    })
  }

  test('say how full they are, where anybody can count that', ({ assert }) => {
    for (const [network, gateway, usable] of [
      ['203.0.113.0/24', null, 254n],
      ['203.0.113.0/24', '203.0.113.1', 253n],
      ['203.0.113.0/30', '203.0.113.1', 1n],
      ['203.0.113.0/31', null, 2n],
      ['203.0.113.0/31', '203.0.113.0', 1n],
      ['203.0.113.7/32', null, 1n],
      ['203.0.113.7/32', '203.0.113.7', 0n],
      ['2001:db8::/127', null, 2n],
      ['2001:db8::/128', null, 1n],
    ] as const)
      assert.equal(usableCount({ network, gateway }), usable, `${network} ${gateway}`)
    const pool = { network: '203.0.113.0/24', gateway: null }
    assert.equal(fillPermille(pool, 127), 500)
    assert.equal(fillPermille({ network: '203.0.113.7/32', gateway: '203.0.113.7' }, 1), 1000)
    assert.equal(fillPermille({ ...pool, network: '2001:db8::/64' }, 127), null)
  })
})
