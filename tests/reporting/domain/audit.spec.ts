import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import { compareEntries, hashSeal, noHash } from '#app/reporting/domain/audit_chain'
import { changesOf, reasonOf } from '#app/reporting/domain/fact_changes'

const digestOf = (text: string) => createHash('sha256').update(text).digest()
const idOf = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`
const entry = (number: number, text = `fact ${number}`) => ({ id: idOf(number), digest: digestOf(text) })
const sealed = Buffer.concat(
  [1, 2, 3].map((number) =>
    Buffer.concat([Buffer.from(idOf(number).replaceAll('-', ''), 'hex'), entry(number).digest])
  )
)

test.group('What a seal knows of its facts', () => {
  test('{what}')
    .with([
      { what: 'untouched', found: [entry(1), entry(2), entry(3)], faults: [] },
      {
        what: 'edited',
        found: [entry(1), entry(2, 'another'), entry(3)],
        faults: [{ id: idOf(2), fault: 'changed' }],
      },
      { what: 'removed', found: [entry(1), entry(3)], faults: [{ id: idOf(2), fault: 'removed' }] },
      {
        what: 'put in',
        found: [entry(1), entry(2), entry(4), entry(3)],
        faults: [{ id: idOf(4), fault: 'inserted' }],
      },
    ])
    .run(({ assert }, { found, faults }) => assert.deepEqual(compareEntries(sealed, found), faults as never))

  test('its hash hangs on the key, on the seal before and on everything that it says', ({ assert }) => {
    const times = { sealedAt: new Date(9_000), lastOccurredAt: new Date(8_000) }
    const content = { number: 1n, lastSeq: 9n, eventCount: 3, entriesDigest: digestOf('entries'), times }
    const key = digestOf('key')
    const hashes = [
      hashSeal(key, noHash, content),
      hashSeal(digestOf('another key'), noHash, content),
      hashSeal(key, digestOf('another before'), content),
      hashSeal(key, noHash, { ...content, number: 2n }),
      hashSeal(key, noHash, { ...content, lastSeq: 10n }),
      hashSeal(key, noHash, { ...content, eventCount: 4 }),
      hashSeal(key, noHash, { ...content, entriesDigest: digestOf('other entries') }),
      hashSeal(key, noHash, { ...content, times: { ...times, sealedAt: new Date(9_001) } }),
      hashSeal(key, noHash, { ...content, times: { ...times, lastOccurredAt: new Date(8_001) } }),
      hashSeal(key, noHash, { ...content, times: null }),
    ].map((hash) => hash.toString('hex'))
    assert.lengthOf(new Set(hashes), hashes.length)
  })
})

test.group('What a fact changed', () => {
  test('{what}')
    .with([
      {
        what: 'before and after',
        data: { before: { days: 5, fee: 1 }, after: { days: 7, fee: 1 } },
        changes: [{ field: 'days', from: 5, to: 7 }],
      },
      {
        what: 'lists before and after',
        data: { before: ['read'], after: ['owner'] },
        changes: [{ field: 'value', from: ['read'], to: ['owner'] }],
      },
      {
        what: 'each field from and to',
        data: { changes: { city: { from: 'Bonn', to: 'Köln' } } },
        changes: [{ field: 'city', from: 'Bonn', to: 'Köln' }],
      },
      {
        what: 'only what it is now',
        data: { changes: { name: 'VPS 4' } },
        changes: [{ field: 'name', from: undefined, to: 'VPS 4' }],
      },
      {
        what: 'pairs',
        data: { fromGroupId: 'a', toGroupId: 'b', name: 'Agencies' },
        changes: [{ field: 'groupId', from: 'a', to: 'b' }],
      },
      { what: 'nothing', data: { orderId: 'x' }, changes: [] },
      { what: 'no object', data: null, changes: [] },
    ])
    .run(({ assert }, { data, changes }) => assert.deepEqual(changesOf(data), changes as never))

  test('and why, where somebody said it', ({ assert }) => {
    assert.deepEqual([{ reason: 'goodwill' }, { note: 'called' }, { reason: ' ' }, {}, null].map(reasonOf), [
      'goodwill',
      'called',
      null,
      null,
      null,
    ])
  })
})
