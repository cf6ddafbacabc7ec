import { test } from '@japa/runner'
import { type CustomerFactorRule, nextFactorRule } from '#app/identity/domain/sign_in_rules'

const now = new Date('2026-03-10T12:00:00Z')
const at = (days: number) => new Date(now.getTime() + days * 86_400_000)
const nobody: CustomerFactorRule = { who: 'nobody', from: null }
const soon: CustomerFactorRule = { who: 'trusted', from: at(5) }
const due: CustomerFactorRule = { who: 'everybody', from: at(-3) }

test.group('A rule about a second factor of customers', () => {
  test('{what}')
    .with([
      { what: 'nothing said changes nothing', kept: soon, said: {}, next: soon },
      { what: 'the same again gives nobody more time', kept: soon, said: { who: 'trusted' }, next: soon },
      {
        what: 'what was asked of nobody begins after the days that are given',
        kept: nobody,
        said: { who: 'everybody', graceDays: 14 },
        next: { who: 'everybody', from: at(14) },
      },
      {
        what: 'without days it begins at once',
        kept: nobody,
        said: { who: 'trusted' },
        next: { who: 'trusted', from: now },
      },
      {
        what: 'no days more ends a time that runs',
        kept: soon,
        said: { who: 'trusted', graceDays: 0 },
        next: { who: 'trusted', from: now },
      },
      {
        what: 'days alone are of those it is asked of',
        kept: soon,
        said: { graceDays: 30 },
        next: { who: 'trusted', from: at(30) },
      },
      {
        what: 'a time that is over is not given anew',
        kept: due,
        said: { who: 'everybody', graceDays: 14 },
        next: due,
      },
      {
        what: 'who has to have one among all has to among few',
        kept: due,
        said: { who: 'trusted', graceDays: 14 },
        next: { who: 'trusted', from: at(-3) },
      },
      {
        what: 'of whom it was not asked gets time',
        kept: { who: 'trusted', from: at(-3) },
        said: { who: 'everybody', graceDays: 14 },
        next: { who: 'everybody', from: at(14) },
      },
      { what: 'asked of nobody it has no beginning', kept: due, said: { who: 'nobody' }, next: nobody },
    ] as {
      what: string
      kept: CustomerFactorRule
      said: Parameters<typeof nextFactorRule>[1]
      next: CustomerFactorRule
    }[]) // prettier-ignore
    .run(({ assert }, { kept, said, next }) => {
      assert.deepEqual(nextFactorRule(kept, said, now), next)
    })
})
