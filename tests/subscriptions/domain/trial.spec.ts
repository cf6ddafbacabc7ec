import { test } from '@japa/runner'
import fc from 'fast-check'
import { addDays, daysBetween } from '#app/shared/time/calendar'
import { beginTrial, decideTrial, trialNoticeDue, type TrialSituation } from '#app/subscriptions/domain/trial'
import { periodFrom } from '#app/subscriptions/domain/periods'

test.group('beginTrial', () => {
  test('the first paid period starts, and is anchored, on the day the trial ends', ({ assert }) => {
    assert.deepEqual(beginTrial('2026-03-24', { days: 7, leadDays: 7 }), {
      startedOn: '2026-03-24',
      trialEndsOn: '2026-03-31',
      anchorDay: 31,
      currentPeriodStartsOn: '2026-03-24',
      renewsOn: '2026-03-31',
      invoiceOn: '2026-03-24',
    })
  })

  test('its invoice is made with the lead, and never before the trial', ({ assert }) => {
    assert.equal(beginTrial('2026-03-01', { days: 30, leadDays: 7 }).invoiceOn, '2026-03-24')
    assert.equal(beginTrial('2026-03-01', { days: 3, leadDays: 30 }).invoiceOn, '2026-03-01')
  })

  test('no day is free twice, and none is left out', ({ assert }) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 90 }), (offset, days) => {
        const begun = beginTrial(addDays('2026-01-01', offset), { days, leadDays: 7 })
        const first = periodFrom(begun.renewsOn, {
          interval: { unit: 'month', count: 1 },
          anchorDay: begun.anchorDay,
        })
        assert.equal(daysBetween(begun.startedOn, first.startsOn), days)
        assert.equal(first.startsOn, begun.trialEndsOn)
      })
    )
  })
})

test.group('decideTrial', () => {
  const open = {
    status: 'open' as const,
    suspensionOn: '2026-03-13',
    wasTried: true,
    isPaymentUnderWay: false,
    promisedUntil: null,
    isCarried: false,
  }
  const base: TrialSituation = {
    status: 'trialing',
    endsOn: '2026-03-08',
    today: '2026-03-08',
    invoice: open,
  }
  const rows: [string, Partial<TrialSituation>, string][] = [
    ['before its end nothing happens', { today: '2026-03-07' }, 'wait'],
    ['even when it was paid early', { today: '2026-03-07', invoice: { ...open, status: 'paid' } }, 'wait'],
    ['paid on its last day it goes on', { invoice: { ...open, status: 'paid' } }, 'convert'],
    ['not invoiced yet it waits for the billing run', { invoice: null }, 'wait'],
    ['the saved method is tried first', { invoice: { ...open, wasTried: false } }, 'wait'],
    ['while money is on its way nothing is taken', { invoice: { ...open, isPaymentUnderWay: true } }, 'wait'],
    ['a promise to pay is waited for', { invoice: { ...open, promisedUntil: '2026-03-10' } }, 'wait'],
    ['a promise that was broken is not', { today: '2026-03-11', invoice: { ...open, promisedUntil: '2026-03-10' } }, 'stop'],
    ['unpaid it stops on the day it ends', {}, 'stop'],
    ['stopped it is kept for some days', { status: 'suspended', today: '2026-03-12' }, 'wait'],
    ['and then removed', { status: 'suspended', today: '2026-03-13' }, 'terminate'],
    ['paid while stopped it waits to be restored', { status: 'suspended', invoice: { ...open, status: 'paid' } }, 'wait'],
    ['restored it was paid for', { status: 'active', today: '2026-03-10', invoice: { ...open, status: 'paid' } }, 'convert'],
    ['what staff took back is a gift', { invoice: { ...open, status: 'void' } }, 'convert'],
    ['too small to be charged alone it goes on', { invoice: { ...open, isCarried: true } }, 'convert'],
    ['stopped before it waits to be restored', { status: 'suspended', today: '2026-03-13', invoice: { ...open, isCarried: true } }, 'wait'],
    ['cancelled it is over, whatever the day', { status: 'cancelled', today: '2026-03-02', invoice: null }, 'end'],
  ] // prettier-ignore
  for (const [title, change, expected] of rows) {
    test(`${title}: ${expected}`, ({ assert }) => {
      assert.equal(decideTrial({ ...base, ...change }), expected)
    })
  }
})

test.group('trialNoticeDue', () => {
  const week = { startsOn: '2026-03-01', endsOn: '2026-03-08' }
  const rows: [string, typeof week, string, number[], number | null][] = [
    ['four days before', week, '2026-03-04', [3, 1], null],
    ['three days before', week, '2026-03-05', [3, 1], 3],
    ['two days before, when the first was missed', week, '2026-03-06', [3, 1], 3],
    ['one day before', week, '2026-03-07', [3, 1], 1],
    ['on the day it ends', week, '2026-03-08', [3, 1], null],
    ['without notices', week, '2026-03-07', [], null],
    ['a trial of three days begins without one', { startsOn: '2026-03-01', endsOn: '2026-03-04' }, '2026-03-01', [3, 1], null],
    ['and has the second', { startsOn: '2026-03-01', endsOn: '2026-03-04' }, '2026-03-03', [3, 1], 1],
  ] // prettier-ignore
  for (const [title, trial, today, days, expected] of rows) {
    test(`${title}: ${expected}`, ({ assert }) => assert.equal(trialNoticeDue(trial, today, days), expected))
  }
})
