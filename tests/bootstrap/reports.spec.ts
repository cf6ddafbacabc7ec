import { test } from '@japa/runner'
import { shortened } from '../../bin/lib/log_lines.mjs'
import { exitCodeOf, mergeParts, readTestRun, slowestFiles, summary } from '../../bin/lib/test_report.mjs'

const ended = (title: string, errors: object[] = []) =>
  JSON.stringify({ event: 'test:end', title: { expanded: title }, errors })
const totals = (changes: object) =>
  JSON.stringify({
    aggregates: { total: 0, passed: 0, failed: 0, regression: 0, skipped: 0, todo: 0, ...changes },
  })

test.group('The summary of all checks', () => {
  test('ends with 1 where something failed, and not well where nothing ran', ({ assert }) => {
    const none = { name: 'unit', passed: 0, failed: 0, skipped: 0, seconds: 1, details: [] }
    assert.equal(exitCodeOf([none, { ...none, passed: 1 }]), 0)
    assert.equal(exitCodeOf([none, { ...none, passed: 1, failed: 1 }]), 1)
    assert.throws(() => exitCodeOf([none]), /No test is named so/)
  })

  test('counts what the runner counted and says what failed', ({ assert }) => {
    const failure = ended('adds up', [{ phase: 'test', error: { message: '1 is not 2' } }])
    const output = [ended('works'), failure, totals({ passed: 1, failed: 1, skipped: 2, todo: 1 })].join('\n')
    const report = readTestRun({ name: 'unit', output, code: 1, seconds: 1 })
    assert.containsSubset(report, { passed: 1, failed: 1, skipped: 3 })
    assert.match(report.details[0]!, /adds up[^]*1 is not 2/)
  })

  test('finds a record behind other output, and names what failed without one', ({ assert }) => {
    const failure = ended('adds up', [{ phase: 'test', error: { message: '1 is not 2' } }])
    const sum = totals({ failed: 2 }).replace(/}$/, ',"failedTestsTitles":["adds up","is lost"]}')
    const report = readTestRun({ name: 'unit', output: `a dot.${failure}\n${sum}`, code: 1, seconds: 1 })
    assert.lengthOf(report.details, 2)
    assert.match(report.details[0]!, /adds up[^]*1 is not 2/)
    assert.match(report.details[1]!, /is lost/)
  })

  test('counts a run that broke down outside of its tests as a failure', ({ assert }) => {
    const report = readTestRun({ name: 'unit', output: 'Cannot find module', code: 1, seconds: 1 })
    assert.containsSubset(report, { passed: 0, failed: 1 })
    assert.match(report.details[0]!, /Cannot find module/)
  })

  test('does not let a failed hook pass', ({ assert }) => {
    const report = readTestRun({ name: 'unit', output: totals({ passed: 3 }), code: 1, seconds: 1 })
    assert.containsSubset(report, { passed: 3, failed: 1 })
  })

  test('shows a suite that ran in parts as one', ({ assert }) => {
    const part = { name: 'journeys', passed: 2, failed: 0, skipped: 1, seconds: 5, details: [], files: {} }
    const other = { ...part, name: 'unit' }
    const failed = { ...part, failed: 1, details: ['✖ a story'] }
    assert.deepEqual(mergeParts([part, other, failed]), [
      { name: 'journeys', passed: 4, failed: 1, skipped: 2, seconds: 10, details: ['✖ a story'], files: {} },
      other,
    ])
  })

  test('names the files that took longest, where many ran', ({ assert }) => {
    const took = (relativePath: string, duration: number) =>
      JSON.stringify({ event: 'test:end', title: { expanded: 'works' }, errors: [], relativePath, duration })
    const output = [took('a.spec.ts', 1_500), took('b.spec.ts', 400), took('a.spec.ts', 2_000), took('c.spec.ts', 900)].join('\n') // prettier-ignore
    const report = readTestRun({ name: 'unit', output, code: 0, seconds: 5 })
    assert.equal(slowestFiles([report]), '')
    assert.deepEqual(slowestFiles([report], 2).split('\n'), [
      'The slowest of 3 files:',
      '     3.5 s  a.spec.ts',
      '     0.9 s  c.spec.ts',
    ])
  })

  test('ends in the one line that scripts read', ({ assert }) => {
    const report = { name: 'unit', passed: 2, failed: 0, skipped: 1, seconds: 1, details: [] }
    assert.equal(summary([report, report]).split('\n').at(-1), '4 passed, 0 failed, 2 skipped')
  })
})

test.group('Lines on the terminal', () => {
  test('{line} becomes {shown}')
    .with([
      { line: '{"level":30,"msg":"listening"}', shown: null },
      { line: '{"level":50,"msg":"no connection"}', shown: 'no connection' },
      { line: '{"level":50,"err":{"message":"gone"}}', shown: 'gone' },
      { line: 'plain words', shown: 'plain words' },
      { line: '{ not json', shown: '{ not json' },
      { line: '   ', shown: null },
    ])
    .run(({ assert }, { line, shown }) => assert.strictEqual(shortened(line), shown))
})
