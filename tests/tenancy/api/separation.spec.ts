import { test } from '@japa/runner'
import { askAsForeigner, askedModules, isPartOfSuite, whyPart } from '#tests/support/foreign_tenant'
import { modulesOfRequests } from '#tests/tenancy/modules_of_requests'

/** This file comes last in its suite: it asks on behalf of somebody else what the tests before it asked. */
test.group('Every statement of every record module, asked by requests', () => {
  test('reads nothing and writes nothing of another tenant', async ({ assert }) => {
    const { faults, seenByItsOwn, asked } = await askAsForeigner()
    assert.deepEqual(faults, [])
    assert.isAbove(seenByItsOwn, asked / 10, 'the tenants of the tests have nothing that could be seen')
  }).skip(isPartOfSuite, whyPart)

  test('was asked: no record module is left out', ({ assert }) => {
    const asked = askedModules()
    assert.deepEqual(
      modulesOfRequests.filter((module) => !asked.has(module)),
      []
    )
  }).skip(isPartOfSuite, whyPart)
})
