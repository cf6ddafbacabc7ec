import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { root } from '#tests/architecture/source_tree'
import { findFaults, findOpen, readReport } from '../../bin/lib/advisories.mjs'

const advisory = {
  name: 'left-pad',
  severity: 'high',
  title: 'Pads too far',
  url: 'https://github.com/advisories/GHSA-aaaa',
}
const report = JSON.stringify({
  vulnerabilities: { 'left-pad': { via: [advisory] }, 'uses-it': { via: ['left-pad'] } },
})
const exception = { id: 'GHSA-aaaa', package: 'left-pad', reason: 'We never pad.', until: '2027-01-31' }

test.group('Known holes in packages', () => {
  test('of our own list each says which, why, and until when', ({ assert }) => {
    assert.deepEqual(findFaults(JSON.parse(readFileSync(join(root, 'docs/advisories.json'), 'utf8'))), [])
    assert.deepEqual(findFaults([exception]), [])
    for (const wrong of [
      {},
      null,
      [{}],
      [null],
      [{ ...exception, reason: ' ' }],
      [{ ...exception, until: 'soon' }],
      [{ ...exception, until: '2027-13-01' }],
    ])
      assert.lengthOf(findFaults(wrong), 1, JSON.stringify(wrong))
  })

  test('{what}: {open} open')
    .with([
      { what: 'one that nobody wrote down', exceptions: [], open: 1 },
      { what: 'one that was, and still holds', exceptions: [exception], open: 0 },
      { what: 'on its last day', exceptions: [{ ...exception, until: '2026-11-27' }], open: 0 },
      { what: 'a day later', exceptions: [{ ...exception, until: '2026-11-26' }], open: 1 },
      { what: 'another one, and one that is gone', exceptions: [{ ...exception, id: 'GHSA-bbbb' }], open: 2 },
    ])
    .run(({ assert }, { exceptions, open }) => {
      const found = readReport(report)!
      assert.deepEqual([...found.keys()], ['GHSA-aaaa'])
      assert.lengthOf(findOpen({ found, exceptions, today: '2026-11-27' }), open)
    })

  test('are unknown where the registry says nothing', ({ assert }) => {
    for (const text of ['', 'not json', '{"error":{"code":"ENOAUDIT"}}', '{}'])
      assert.isNull(readReport(text))
    assert.equal(readReport('{"vulnerabilities":{}}')?.size, 0)
  })
})
