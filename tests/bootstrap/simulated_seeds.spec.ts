import { test } from '@japa/runner'
import { describeRuns, lastRuns, nextSeed, readRuns, type SeedRun } from '../../bin/lib/simulated_seeds.mjs'

const size = { customers: 1000, months: 36, faults: 0.02 }
const at = '2026-11-27T00:00:00.000Z'
const ran = (seed: number, result: SeedRun['result'], more: Partial<SeedRun> = {}): SeedRun => ({
  ...{
    seed,
    ...size,
    commit: 'aaaa',
    isDirty: false,
    result,
    startedAt: at,
    endedAt: at,
    seconds: 600,
    log: 'l',
  },
  ...more,
})

test.group('Seeds of simulated years over nights', () => {
  test('which comes next', ({ assert }) => {
    /** what ran, commit, next */
    const rows: [SeedRun[], string, number][] = [
      [[], 'aaaa', 1],
      [[ran(1, 'clean'), ran(3, 'clean')], 'aaaa', 2],
      // What found something is not asked again of the same commit, and first of another.
      [[ran(1, 'found'), ran(2, 'clean')], 'aaaa', 3],
      [[ran(1, 'found'), ran(2, 'clean')], 'bbbb', 1],
      [[ran(1, 'found'), ran(1, 'clean', { commit: 'bbbb' })], 'cccc', 2],
      [[ran(1, 'could not run')], 'bbbb', 1],
      // Smaller years prove nothing about these.
      [[ran(1, 'clean', { customers: 60 })], 'aaaa', 1],
    ]
    for (const [runs, commit, next] of rows)
      assert.equal(nextSeed(lastRuns(runs, size), { from: 1, commit }), next)
  })

  test('a line that was cut off is none; the last run of a seed counts', ({ assert }) => {
    const lines = [ran(1, 'found'), ran(1, 'clean'), ran(2, 'found')].map((run) => JSON.stringify(run))
    const runs = readRuns(`${lines.join('\n')}\n{"seed": 3, "cust`)
    assert.lengthOf(runs, 3)
    const told = describeRuns(lastRuns(runs, size))
    assert.deepEqual([told.length, told.at(-1)], [3, '1 of 2 seeds were clean.'])
    assert.match(told[1]!, /^seed 2 {2}found .* see l$/)
  })
})
