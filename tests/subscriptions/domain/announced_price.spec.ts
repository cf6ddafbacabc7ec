import { test } from '@japa/runner'
import { type AnnouncedMove, announcedPrice } from '#app/subscriptions/domain/announced_price'

const monthly = { renewsOn: '2026-03-31', interval: { unit: 'month' as const, count: 1 }, anchorDay: 31 }
const higher: AnnouncedMove = {
  newAmount: 600n,
  newHourAmount: null,
  startsOn: '2026-04-01',
  noticeDays: 30,
  toldOn: '2026-03-01',
}

const rows: [string, AnnouncedMove, string | null, string | null][] = [
  ['told in time', higher, '2026-03-31', '2026-04-30'],
  ['on its own first day', { ...higher, startsOn: '2026-03-31' }, '2026-03-31', '2026-03-31'],
  ['told late: a period later', { ...higher, toldOn: '2026-04-05' }, '2026-03-31', '2026-05-31'],
  ['not told yet', { ...higher, toldOn: null }, '2026-03-31', null],
  ['lower prices need no notice', { ...higher, noticeDays: null, toldOn: null }, '2026-03-31', '2026-04-30'],
  ['without a next period', higher, null, null],
  ['too far off', { ...higher, startsOn: '2036-01-01' }, '2026-03-31', null],
]

test.group('An announced price', () => {
  test('{0}').with(rows).run(({ assert }, [, move, renewsOn, from]) => {
    assert.equal(announcedPrice(move, { ...monthly, renewsOn })?.from ?? null, from)
  }) // prettier-ignore
})
