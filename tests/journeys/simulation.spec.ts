import { test } from '@japa/runner'
import { commandFor, readSettings } from '#tests/simulation/settings'
import { simulate } from '#tests/simulation/simulation'

/** A small run of what `bin/ace simulate` does for hours at night: docs/simulation.md. */
const small = { seed: 7, customers: 5, months: 2, faults: 0.03, isJson: true }

test.group('Simulated months', () => {
  test('a few customers, faults everywhere, and an auditor that finds nothing', async ({ assert }) => {
    const report = await simulate(small, () => undefined)
    const findings = report.months.flatMap(({ findings: found }) => found)
    assert.deepEqual(findings, [], `Replay: ${commandFor(small)}`)
    assert.lengthOf(report.months, small.months)
    // A company in which nothing happened would be clean as well.
    assert.isAtLeast(report.counts.invoices ?? 0, small.customers)
    assert.isAbove(report.tally.deaths, 0)
  })

  test('settings that cannot be are refused by their name', ({ assert }) => {
    const impossible = [
      ['--seed=-1', /--seed/],
      ['--customers=0', /--customers/],
      ['--months=1.5', /--months/],
      ['--faults=0.9', /--faults/],
      ['--faults=', /--faults/],
    ] as const
    for (const [argument, reason] of impossible) assert.throws(() => readSettings([argument]), reason)
    assert.deepInclude(readSettings(['--seed=5']), { seed: 5, customers: 8, months: 3, faults: 0.02 })
  })
})
