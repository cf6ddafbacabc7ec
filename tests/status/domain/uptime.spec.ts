import { test } from '@japa/runner'
import { headlineOf, uptimePercent } from '#app/status/domain/overall'
import { summariseDays, worstOf } from '#app/status/domain/uptime'

const range = { now: new Date('2026-03-03T12:00:00Z'), zone: 'UTC', dayCount: 3 }
const change = (at: string, state: 'operational' | 'degraded' | 'down') => ({ at: new Date(at), state })

test.group('Uptime by day', () => {
  for (const [title, changes, expected] of [
    [
      'nothing measured',
      [],
      [
        ['2026-03-01', null, 0],
        ['2026-03-02', null, 0],
        ['2026-03-03', null, 0],
      ],
    ],
    [
      'measured since yesterday',
      [change('2026-03-02T06:00:00Z', 'operational')],
      [
        ['2026-03-01', null, 0],
        ['2026-03-02', 'operational', 0],
        ['2026-03-03', 'operational', 0],
      ],
    ],
    [
      'down over midnight counts for both days',
      [
        change('2026-02-01T00:00:00Z', 'operational'),
        change('2026-03-01T23:00:00Z', 'down'),
        change('2026-03-02T00:30:00Z', 'operational'),
      ],
      [
        ['2026-03-01', 'down', 3600],
        ['2026-03-02', 'down', 1800],
        ['2026-03-03', 'operational', 0],
      ],
    ],
    [
      'still down now',
      [change('2026-03-03T11:59:00Z', 'down'), change('2026-03-01T00:00:00Z', 'degraded')],
      [
        ['2026-03-01', 'degraded', 0],
        ['2026-03-02', 'degraded', 0],
        ['2026-03-03', 'down', 60],
      ],
    ],
  ] as const) {
    test(title, ({ assert }) => {
      const days = summariseDays([...changes], range).map((day) => [day.date, day.worst, day.downSeconds])
      assert.deepEqual(
        days,
        expected.map((row) => [...row])
      )
    })
  }

  test('the worst of nothing is operational', ({ assert }) => {
    assert.equal(worstOf([]), 'operational')
    assert.equal(worstOf(['operational', 'down', 'degraded']), 'down')
  })
})

test.group('Headline', () => {
  for (const [title, states, isCurrent, expected] of [
    ['all well', ['operational', 'operational'], true, 'operational'],
    ['one slow', ['operational', 'degraded'], true, 'degraded'],
    ['one down', ['operational', 'down'], true, 'mixed'],
    ['all down', ['down', 'down'], true, 'down'],
    ['nothing measured', [], true, 'unsure'],
    ['the last answer of a lost database', ['operational'], false, 'unsure'],
  ] as const) {
    test(title, ({ assert }) => assert.equal(headlineOf([...states], isCurrent), expected))
  }
})

test.group('Uptime in percent', () => {
  for (const [title, days, expected] of [
    ['nothing measured', [{ downSeconds: 0, measuredSeconds: 0 }], null],
    ['never down', [{ downSeconds: 0, measuredSeconds: 86_400 }], '100.00'],
    ['a second in sixty days is not forgotten', [{ downSeconds: 1, measuredSeconds: 5_184_000 }], '99.99'],
    ['half of the only hour measured', [{ downSeconds: 1_800, measuredSeconds: 3_600 }], '50.00'],
  ] as const) {
    test(title, ({ assert }) => assert.equal(uptimePercent([...days]), expected))
  }
})
