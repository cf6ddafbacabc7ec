import { test } from '@japa/runner'
import fc from 'fast-check'
import { addDays } from '#app/shared/time/calendar'
import {
  datedTimeline,
  type DunningRules,
  dunningFor,
  findTimelineProblems,
  isStricter,
  readDunning,
} from '#app/billing/domain/dunning'
import { consequenceOn, noticesDue } from '#app/billing/domain/overdue'

const standard = { ...readDunning({}), collectionHour: 6, stricterOn: null }
const patient = { ...standard, suspensionDays: 14, terminationDays: 60, stricterOn: '2026-03-01' }
const rules: DunningRules = { standard, byGroup: new Map([['agencies', patient]]) }

test.group('Dunning of groups', () => {
  const rows: [string, string | null, string | null, number, string | null][] = [
    ['in no group', null, null, 5, null],
    ['in a group without terms of its own', 'others', null, 5, null],
    ['in a group with its own', 'agencies', '2026-01-10', 14, '2026-03-01'],
    ['who joined it lately', 'agencies', '2026-04-10', 14, '2026-04-10'],
    ['who left it lately', null, '2026-04-10', 5, '2026-04-10'],
  ]
  for (const [who, groupId, groupSince, days, stricterOn] of rows) {
    test(`a customer ${who} is suspended after ${days} days`, ({ assert }) => {
      const terms = dunningFor(rules, { groupId, groupSince })
      assert.deepEqual([terms.suspensionDays, terms.stricterOn], [days, stricterOn])
    })
  }
})

test.group('Stricter terms', () => {
  const rows: [string, string, string | null, string, string][] = [
    ['due after the change', '2026-04-10', '2026-04-01', '2026-04-15', '2026-05-10'],
    ['due on the day of the change', '2026-04-10', '2026-04-10', '2026-04-15', '2026-05-10'],
    ['due before, planned late enough', '2026-04-10', '2026-04-11', '2026-04-15', '2026-05-10'],
    ['due long before: time for the earliest notice', '2026-03-01', '2026-04-11', '2026-04-14', '2026-04-14'],
    ['no change', '2026-03-01', null, '2026-03-06', '2026-03-31'],
  ]
  for (const [name, owedSince, stricterOn, suspendedOn, terminatedOn] of rows) {
    test(name, ({ assert }) => {
      const terms = { ...standard, stricterOn }
      assert.equal(consequenceOn(owedSince, 'suspension', terms), suspendedOn)
      assert.equal(consequenceOn(owedSince, 'termination', terms), terminatedOn)
    })
  }

  test('whoever owed before hears the earliest notice on the day of the change', ({ assert }) => {
    const terms = { ...standard, stricterOn: '2026-04-11' }
    assert.deepEqual(noticesDue({ owedSince: '2026-04-01' }, '2026-04-11', terms)[0], {
      consequence: 'suspension',
      daysBefore: 3,
      takesPlaceOn: '2026-04-14',
    })
  })

  test('only days that come sooner make terms stricter', ({ assert }) => {
    assert.isTrue(isStricter(standard, { ...standard, suspensionDays: 4 }))
    assert.isTrue(isStricter(standard, { ...standard, terminationDays: 29 }))
    assert.isFalse(isStricter(standard, { ...standard, suspensionDays: 9, collectionDays: [0] }))
  })
})

test.group('The timeline', () => {
  test('an invoice due 10 April, day by day', ({ assert }) => {
    const lateFee = { kind: 'percent' as const, percent: '5', afterDays: 4, isTaxed: false, minimum: {}, maximum: {} } // prettier-ignore
    const told = datedTimeline({ ...standard, lateFee }, '2026-04-10').map(
      ({ on, kind, announces }) => `${on.slice(5)} ${kind}${announces ? ` of ${announces}` : ''}`
    )
    assert.deepEqual(told, [
      '04-10 charge',
      '04-11 charge',
      '04-12 notice of suspension',
      '04-13 charge',
      '04-14 notice of suspension',
      '04-14 late_fee',
      '04-15 charge',
      '04-15 suspension',
      '04-17 charge',
      '05-07 notice of termination',
      '05-09 notice of termination',
      '05-10 termination',
    ])
  })

  const refusals: [string, Record<string, unknown>, string][] = [
    ['termination before suspension', { suspensionDays: 40 }, 'terminationDays termination_before_suspension'],
    ['a notice before the due date', { suspensionNoticeDays: [6] }, 'suspensionNoticeDays notice_before_due_date'],
    ['a notice on the day itself', { terminationNoticeDays: [0] }, 'terminationNoticeDays notice_not_before'],
    ['a charge after termination', { collectionDays: [0, 30] }, 'collectionDays charge_after_termination'],
    ['a fee after termination', { lateFee: { kind: 'fixed', amounts: { EUR: '500' }, afterDays: 30, isTaxed: false } }, 'lateFee late_fee_after_termination'],
    ['a fee of nothing', { lateFee: { kind: 'fixed', amounts: {}, afterDays: 3, isTaxed: false } }, 'lateFee late_fee_amount'],
    ['a fee above the whole', { lateFee: { kind: 'percent', percent: '100.01', afterDays: 3, isTaxed: false, minimum: {}, maximum: {} } }, 'lateFee late_fee_percent'],
    ['limits turned round', { lateFee: { kind: 'percent', percent: '5', afterDays: 3, isTaxed: false, minimum: { EUR: '900' }, maximum: { EUR: '500' } } }, 'lateFee late_fee_range'],
  ] // prettier-ignore
  for (const [name, settings, expected] of refusals) {
    test(`${name} is refused`, ({ assert }) => {
      assert.deepEqual(
        findTimelineProblems(settings).map(({ policy, type }) => `${policy} ${type}`),
        [expected]
      )
    })
  }

  test('the defaults are fine', ({ assert }) => {
    assert.deepEqual(findTimelineProblems({}), [])
  })

  test('whatever is accepted: notices lie between the due date and what they announce, in order', ({
    assert,
  }) => {
    const days = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max }), { maxLength: 6 })
    const settings = fc.record({
      collectionDays: days(80),
      suspensionDays: fc.integer({ min: 0, max: 40 }),
      terminationDays: fc.integer({ min: 1, max: 80 }),
      suspensionNoticeDays: days(20),
      terminationNoticeDays: days(40),
    })
    fc.assert(
      fc.property(settings, (chosen) => {
        if (findTimelineProblems(chosen).length > 0) return
        const steps = datedTimeline(readDunning(chosen), '2026-04-10')
        const on = (kind: string) => steps.find((step) => step.kind === kind)!.on
        assert.isBelow(Date.parse(on('suspension')), Date.parse(on('termination')))
        for (const step of steps) {
          assert.isAtLeast(step.day, 0)
          if (step.announces) assert.isBelow(Date.parse(step.on), Date.parse(on(step.announces)))
        }
        assert.equal(steps.at(-1)!.on, addDays('2026-04-10', chosen.terminationDays))
      })
    )
  })
})
