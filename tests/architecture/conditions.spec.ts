import { test } from '@japa/runner'
import { filesBelow } from '#tests/architecture/source_tree'

/** A condition of our own words among others: `a and b or c` is `(a and b) or c`, and whatever the others held apart comes in by `c`. */
const bareOr = /\.(?:where|having|on)\(\s*sql(?:<\w+>)?`(?!\()[^`]*\bor\b[^`]*`/gi

test.group('Conditions in SQL', () => {
  test('that say "or" stand in brackets', ({ assert }) => {
    const found = filesBelow('app').flatMap(({ path, text }) =>
      [...text.matchAll(bareOr)].map(([words]) => `${path}: ${words}`)
    )
    assert.deepEqual(found, [])
  })

  test('without brackets would be found', ({ assert }) => {
    assert.match(".where(sql<boolean>`a is null or b <> 'c'`)", bareOr)
  })
})
