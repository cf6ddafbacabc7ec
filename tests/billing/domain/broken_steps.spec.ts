import { test } from '@japa/runner'
import { brokenSteps } from '../../../inertia/components/billing/policies/broken_steps.js'

const steps = [
  { key: 1, kind: 'charge' as const, day: 0 },
  { key: 2, kind: 'charge' as const, day: 3 },
  { key: 3, kind: 'charge' as const, day: 40 },
  { key: 4, kind: 'charge' as const, day: 400 },
  { key: 5, kind: 'charge' as const, day: 3 },
  { key: 6, kind: 'notice_suspension' as const, day: 4 },
  { key: 7, kind: 'notice_suspension' as const, day: -1 },
  { key: 8, kind: 'suspension' as const, day: 5 },
  { key: 9, kind: 'termination' as const, day: 30 },
]

test.group('Steps of a dunning line that a complaint means', () => {
  const cases: [string, string, string, number[]][] = [
    ['one day that it names', 'charge', 'Day 40 lies after termination: nothing is left to charge for.', [3]],
    ['days out of range or doubled', 'charge', 'Different days from 0 to 365, at most 20.', [2, 4, 5]],
    ['a notice, counted back from what it announces', 'notice_suspension', '6 days before is before the due date.', [7]],
    ['the only one of its kind, whatever is said', 'termination', 'Termination comes before suspension on day 5.', [9]],
    ['all of a kind where no day is named', 'charge', 'This cannot be.', [1, 2, 3, 4, 5]],
  ] // prettier-ignore
  for (const [name, kind, complaint, expected] of cases)
    test(name, ({ assert }) => {
      assert.deepEqual([...brokenSteps(steps, (of) => (of === kind ? complaint : undefined))], expected)
    })
})
