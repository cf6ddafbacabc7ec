import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { addPlan, addService, connectPanel, settleOperations } from '#tests/support/provisioning'
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { createTenant } from '#tests/support/tenants'
import { serversOn } from '#tests/provisioning/support'

interface Item {
  service: { id: string }
  state: string
  reason: string | null
}

test.group('The same for many services', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '20', SANDBOX_TASK_MS: '5' })
  group.each.teardown(loseQueuedJobs)

  test('is shown beforehand, done in the background, and reported one by one', async ({ assert }) => {
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url)
    const [ada, staff] = [
      await apiClientFor(tenant, { as: 'customer' }),
      await apiClientFor(tenant, { as: 'staff' }),
    ]
    const wish = { customerId: ada.customerId, planId: await addPlan(tenant) }
    const services = [await addService(tenant, wish), await addService(tenant, wish)]
    await settleOperations(tenant)
    // The third is not there yet.
    services.push(await addService(tenant, wish))
    const ids = services.map(({ id }) => showId('service', id))
    const plan = showId('plan', wish.planId)

    for (const [body, code] of [
      [{ action: 'restart' }, 'validation_failed'],
      [{ action: 'restart', service_ids: ids, all: { plan } }, 'validation_failed'],
      [{ action: 'restart', service_ids: [] }, 'validation_failed'],
      [{ action: 'rebuild', service_ids: ids }, 'validation_failed'],
      [{ action: 'hold', service_ids: ids, note: 'x' }, 'validation_failed'],
      [{ action: 'hold', hold: 'manual', service_ids: ids }, 'validation_failed'],
      [{ action: 'hold', hold: 'unpaid', note: 'x', service_ids: ids }, 'validation_failed'],
      [{ action: 'restart', service_ids: [showId('service', newId())] }, 'nothing_chosen'],
      [{ action: 'restart', all: { panel: showId('panel', newId()) } }, 'nothing_chosen'],
    ] as const) {
      const answer = await staff.post('/service-batches', body)
      assert.deepEqual([answer.status, answer.body.code], [422, code], JSON.stringify(body))
    }
    assert.equal((await ada.post('/service-batches', { action: 'look', service_ids: ids })).status, 404)

    const preview = await staff.post('/service-batches/previews', { action: 'restart', all: { plan } })
    assert.deepInclude(preview.body, { count: 3, able_count: 2, hurts: false })
    assert.deepInclude(preview.body.refused[0], { reason: 'service_not_usable', count: 1 })
    assert.lengthOf((await staff.get('/service-batches')).body.data, 0)

    const hold = { action: 'hold', hold: 'abuse', note: 'Ticket 4711', service_ids: ids.slice(0, 2) }
    const begun = await staff.post('/service-batches', hold)
    assert.equal(begun.status, 202, begun.text)
    assert.deepInclude(begun.body, { status: 'running', count: 2 })
    await settleOperations(tenant)
    const path = `/service-batches/${begun.body.id}`
    const done = (await staff.get(path)).body
    assert.deepInclude(done, { status: 'done', note: 'Ticket 4711' })
    assert.equal(done.counts.done, 2, JSON.stringify(done))
    assert.isTrue((await serversOn(sandbox(), 'fra')).slice(0, 2).every(({ suspended }) => suspended))
    assert.equal((await staff.post(`${path}/repeats`)).body.code, 'nothing_to_repeat')
    assert.equal((await staff.post(`${path}/stops`)).body.code, 'batch_ended')

    // Another reason stays: one of the two runs again, the third was never held.
    assert.equal(
      (await staff.post(`/services/${ids[0]}/holds`, { hold: 'manual', note: 'Look' })).status,
      200
    )
    const lift = await staff.post('/service-batches', { ...hold, action: 'lift', service_ids: ids })
    await settleOperations(tenant)
    const report = (await staff.get(`/service-batches/${lift.body.id}/items`)).body.data as Item[]
    assert.deepEqual(
      new Map(report.map(({ service, state, reason }) => [service.id, [state, reason]])),
      new Map(ids.map((id, index) => [id, index === 2 ? ['skipped', 'hold_unchanged'] : ['done', null]]))
    )
    const states = (await staff.get('/services')).body.data.map(({ status }: { status: string }) => status)
    assert.deepEqual(states.toSorted(), ['active', 'active', 'suspended'])
    const skipped = await staff.get(`/service-batches/${lift.body.id}/items?state=skipped`)
    assert.lengthOf(skipped.body.data, 1)

    // Two at once ask the same one only once; what is repeated is only what did not work.
    const again = await staff.post(`/service-batches/${lift.body.id}/repeats`)
    assert.deepInclude(again.body, { count: 1, action: 'lift', hold: 'abuse' })
    const restart = { action: 'restart', all: { status: 'active' } }
    const [first, second] = await Promise.all([staff.post('/service-batches', restart), staff.post('/service-batches', restart)]) // prettier-ignore
    await settleOperations(tenant)
    const outcomes = await Promise.all([first, second].map(async ({ body }) => (await staff.get(`/service-batches/${body.id}`)).body.counts)) // prettier-ignore
    assert.equal(outcomes.reduce((sum, { done: count, skipped: left }) => sum + count + left, 0), 4) // prettier-ignore
    const stopped = await staff.post('/service-batches', { action: 'look', all: {} })
    assert.equal((await staff.post(`/service-batches/${stopped.body.id}/stops`)).body.counts.stopped, 3)
    for (const wrong of ['', '/items']) {
      assert.equal(
        (await staff.get(`/service-batches/${showId('serviceBatch', newId())}${wrong}`)).status,
        404
      )
    }
  })
})
