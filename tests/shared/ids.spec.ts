import { test } from '@japa/runner'
import { isUuid, newId } from '#app/shared/ids'

test.group('New ids', () => {
  test('are UUIDs of version 7 in the order in which they were made, none twice', ({ assert }) => {
    const before = Date.now()
    const ids = Array.from({ length: 5_000 }, newId)
    const after = Date.now()
    const made = ids.map((id) => parseInt(id.replaceAll('-', '').slice(0, 12), 16))
    assert.isTrue(ids.every((id) => isUuid(id) && /^.{14}7.{4}[89ab]/.test(id)))
    assert.deepEqual(ids, ids.toSorted())
    assert.equal(new Set(ids).size, ids.length)
    assert.isTrue(made.every((ms) => ms >= before && ms <= after))
  })

  test('share no more than their place in time', ({ assert }) => {
    const ends = Array.from({ length: 1_000 }, () => newId().slice(-10))
    assert.equal(new Set(ends).size, ends.length)
  })
})
