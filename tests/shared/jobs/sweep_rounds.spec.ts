import { test } from '@japa/runner'
import { roundLimitsFor, SweepRounds } from '#start/sweep_rounds'
import { eventually } from '#tests/sandbox/sandbox_process'

const never = 60_000

/** Rounds that end when the test says so, and which of them have begun. */
function open(limits: { atOnce: number; longAfterMs: number; longMax: number }) {
  const rounds = new SweepRounds(limits)
  const begun: string[] = []
  const endings = new Map<string, () => void>()
  const offer = (tenant: string, label = tenant) =>
    rounds.offer(tenant, () => {
      begun.push(label)
      return new Promise((resolve) => endings.set(tenant, resolve))
    })
  const end = async (tenant: string) => {
    endings.get(tenant)!()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { rounds, begun, offer, end }
}

test.group('Rounds of sweeps', () => {
  test('a tenant has one round at a time; others go on beside it and get their turn in order', async ({
    assert,
  }) => {
    const { rounds, begun, offer, end } = open({ atOnce: 2, longAfterMs: never, longMax: 1 })
    for (const tenant of ['a', 'b', 'c', 'd', 'a', 'c']) offer(tenant)
    assert.deepEqual(begun, ['a', 'b'])
    offer('c', 'c with what became due since')
    await end('b')
    assert.deepEqual(begun, ['a', 'b', 'c with what became due since'])
    offer('a')
    await end('a')
    assert.deepEqual(begun.slice(3), ['d'], 'whoever waits longest is next')
    await end('c')
    offer('a')
    assert.deepEqual(begun.slice(4), ['a'])
    const stopped = rounds.stop()
    offer('b')
    await Promise.all([end('a'), end('d'), end('b')])
    await stopped
  })

  test('a tenant whose round takes long holds up nobody, however often the others come', async ({
    assert,
  }) => {
    const { begun, offer, end } = open({ atOnce: 1, longAfterMs: 5, longMax: 1 })
    offer('large')
    offer('small')
    assert.deepEqual(begun, ['large'])
    await eventually(
      async () => begun.length,
      (count) => count === 2
    )
    for (let times = 0; times < 3; times += 1) {
      await end('small')
      offer('small')
    }
    assert.deepEqual(begun, ['large', 'small', 'small', 'small', 'small'])
    // Both may be long by now, but connections are not without end: a third waits for one of them.
    offer('third')
    assert.lengthOf(begun, 5)
    await end('large')
    await eventually(
      async () => begun.at(-1),
      (last) => last === 'third'
    )
    await Promise.all([end('small'), end('third')])
  })

  test('of the connections a third is held by rounds, and two rounds at least', ({ assert }) => {
    const cases = [
      [0, 2],
      [6, 2],
      [12, 4],
      [100, 6],
    ] as const
    for (const [connections, rounds] of cases) {
      const { atOnce, longMax } = roundLimitsFor(connections)
      assert.equal(atOnce + longMax, rounds, `${connections} connections`)
      assert.isAtLeast(longMax, 1)
    }
  })
})
