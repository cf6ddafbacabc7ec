import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import type { ServiceRow } from '#app/provisioning/records/services'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { addPlan, addService, connectPanel, serviceOf, settleOperations } from '#tests/support/provisioning'
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'
import { eventNames } from '#tests/provisioning/support'

test.group('A service that moves, and what it costs', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '20', SANDBOX_TASK_MS: '5' })
  group.each.teardown(loseQueuedJobs)

  test('is steered and compared where it stands, and billed as before', async ({ assert }) => {
    const tenant = await createTenant()
    const panels = [await connectPanel(tenant, sandbox().url), await connectPanel(tenant, sandbox().url, { code: 'nyc' })] as const // prettier-ignore
    const [ada, staff] = [
      await apiClientFor(tenant, { as: 'customer' }),
      await apiClientFor(tenant, { as: 'staff' }),
    ]
    const { customerId } = ada
    const planId = await addPlan(tenant)
    const wish = { customerId, planId }
    const service = await addService(tenant, wish)
    // Whoever moved it made a server on the other panel by hand.
    const other = await addService(tenant, { ...wish, location: 'nyc', spec: {} })
    await as(tenant, () => inTransaction(async () => void (await db.updateTable('services').set({ panel_id: panels[1] }).where('id', '=', other.id).execute()))) // prettier-ignore
    await settleOperations(tenant)
    const reference = (await serviceOf(tenant, other.id)).externalReference!
    const [path, to] = [`/services/${showId('service', service.id)}`, showId('panel', panels[1])]
    const body = { panel_id: to, reference, note: 'Rack 4 is emptied' }
    assert.equal((await staff.post(`${path}/moves`, body)).body.code, 'reference_taken')
    await as(tenant, () => inTransaction(async () => void (await db.updateTable('services').set({ external_reference: null, status: 'terminated' }).where('id', '=', other.id).execute()))) // prettier-ignore
    const here = { ...body, panel_id: showId('panel', panels[0]), reference: (await serviceOf(tenant, service.id)).externalReference! } // prettier-ignore
    for (const [wrong, status, code] of [
      [{ ...body, panel_id: showId('panel', newId()) }, 404, 'panel_not_found'],
      [{ ...body, reference: '99999' }, 422, 'server_not_there'],
      [here, 422, 'nothing_moved'],
      [{ ...body, note: '' }, 422, 'validation_failed'],
    ] as const) {
      const answer = await staff.post(`${path}/moves`, wrong)
      assert.equal(answer.status, status, answer.text)
      if (status !== 422 || code !== 'validation_failed') assert.equal(answer.body.code, code)
    }
    assert.equal((await staff.post(`${path}/moves`, { ...here, node: 'hv-3' })).status, 201)
    const moved = await staff.post(`${path}/moves`, body)
    assert.equal(moved.status, 201, moved.text)
    const after = await serviceOf(tenant, service.id)
    assert.deepInclude(after, { panelId: panels[1], externalReference: reference, status: 'active' })
    assert.equal(after.spec.location, 'nyc')
    const { data } = (await staff.get(`${path}/moves`)).body
    assert.deepEqual(data.map(({ to_node, to_panel_id }: { to_node: string; to_panel_id: string }) => [to_node, to_panel_id]), [[null, to], ['hv-3', here.panel_id]]) // prettier-ignore
    assert.equal((await eventNames(tenant, service.id)).filter((name) => name === 'service.moved').length, 2)
    assert.equal((await ada.get(`${path}/moves`)).status, 404)
    // Its address is held on: history goes through the move.
    const [{ address }] = (await ada.get(path)).body.addresses
    assert.equal((await staff.get(`/address-holdings?q=${address}`)).body.data[0].service.id, showId('service', service.id)) // prettier-ignore

    const margin = async () => (await staff.get(`${path}/margin`)).body
    assert.deepInclude(await margin(), {
      reason: 'no_costs',
      margin: null,
      revenue: { amount: '1000', currency: 'EUR' },
    })
    const cost = {
      kind: 'plan',
      target_id: showId('plan', planId),
      amount: '300',
      currency: 'EUR',
      valid_from: '2026-01-01',
    }
    assert.equal((await staff.post('/upstream-costs', cost)).status, 201)
    assert.equal(
      (await staff.post('/upstream-costs', { ...cost, kind: 'panel', target_id: to, amount: '200' })).status,
      201
    )
    assert.deepEqual((await margin()).margin, { amount: '500', currency: 'EUR' })
    for (const wrong of [
      { ...cost, valid_from: '2025-01-01' },
      { ...cost, target_id: showId('plan', newId()), valid_from: '2026-02-01' },
      { ...cost, amount: '-1' },
      { ...cost, currency: 'XXY' },
      { ...cost, valid_from: '2026-02-31' },
      { ...cost, valid_from: '2026-02-01', valid_until: '2026-02-01' },
    ])
      assert.equal((await staff.post('/upstream-costs', wrong)).status, 422, JSON.stringify(wrong))
    // A new price ends the one before on its day.
    assert.equal(
      (await staff.post('/upstream-costs', { ...cost, amount: '100', valid_from: '2026-02-01' })).status,
      201
    )
    assert.deepEqual((await margin()).margin, { amount: '700', currency: 'EUR' })
    const kept = (await staff.get('/upstream-costs')).body.data
    assert.lengthOf(kept, 3)
    const dear = kept.find(({ amount }: { amount: { amount: string } }) => amount.amount === '200')
    // Its end can be set and taken back, within the days that nothing else holds.
    const [first, second] = kept.filter(({ kind }: { kind: string }) => kind === 'plan').toReversed()
    assert.deepInclude(first, { valid_until: '2026-02-01', target_name: second.target_name })
    for (const [id, day, code] of [
      [first.id, '2025-12-31', 'ends_before_it_begins'],
      [first.id, '2026-02-02', 'days_taken'],
      [first.id, null, 'days_taken'],
      [second.id, '2026-13-01', 'validation_failed'],
      [showId('upstreamCost', newId()), null, 'cost_not_found'],
    ] as const) {
      const answer = await staff.patch(`/upstream-costs/${id}`, { valid_until: day })
      assert.equal(answer.body.code, code, answer.text)
    }
    assert.equal(
      (await staff.patch(`/upstream-costs/${second.id}`, { valid_until: '2026-02-02' })).status,
      200
    )
    assert.deepEqual((await margin()).margin, { amount: '800', currency: 'EUR' })
    assert.equal((await staff.patch(`/upstream-costs/${second.id}`, { valid_until: null })).status, 200)
    assert.lengthOf((await staff.get(`/upstream-costs?target=${to}`)).body.data, 1)
    assert.lengthOf((await staff.get('/upstream-costs?target=nobody')).body.data, 0)

    // The list says of each service what its own page says.
    const [listed, ...others] = (await staff.get(`/margins?panel=${to}`)).body.data
    assert.lengthOf(others, 0)
    assert.deepInclude(listed, { service_id: showId('service', service.id), ...(await margin()) })
    assert.lengthOf((await staff.get(`/margins?plan=${showId('plan', newId())}`)).body.data, 0)
    assert.equal((await ada.get('/margins')).status, 404)
    await sumsAgree(staff, assert)
    assert.lengthOf((await staff.get('/margins?result=loss')).body.data, 0)
    await priceAnew(tenant, service, { amount: 7001n, unit: 'week', count: 3 })
    await sumsAgree(staff, assert)
    await priceAnew(tenant, service, { amount: 1n, unit: 'year', count: 1 })
    await sumsAgree(staff, assert)
    const lost = (await staff.get('/margins?result=loss')).body.data
    assert.deepEqual(lost.map(({ service_id }: { service_id: string }) => service_id), [listed.service_id]) // prettier-ignore
    assert.equal((await staff.get('/margins?result=gain')).status, 422)
    await priceAnew(tenant, service, { amount: 1000n, unit: 'month', count: 1 })
    assert.equal((await ada.get('/margin-summary')).status, 404)
    assert.equal((await staff.delete(`/upstream-costs/${dear.id}`)).status, 204)
    assert.equal((await staff.delete(`/upstream-costs/${dear.id}`)).status, 404)
    assert.deepEqual((await margin()).margin, { amount: '900', currency: 'EUR' })
    assert.equal((await staff.get(`/services/${showId('service', newId())}/margin`)).status, 404)
  })
})

interface PlanSum {
  plan: { id: string }
  margin: { amount: string; currency: string }
  unknown_count: number
  loss_count: number
}

async function priceAnew(
  tenant: Tenant,
  service: ServiceRow,
  { amount, unit, count }: { amount: bigint; unit: string; count: number }
): Promise<void> {
  const price = { recurring_amount: amount, interval_unit: unit, interval_count: count }
  await as(tenant, () =>
    inTransaction(async () => {
      await db.updateTable('subscriptions').set(price).where('id', '=', service.subscriptionId).execute()
    })
  )
}

/** What is added up by plan is what each service's own margin says, added up. */
async function sumsAgree(staff: ApiClient, assert: Assert): Promise<void> {
  const { data: each } = (await staff.get('/margins?limit=100')).body
  const expected = new Map<string, [bigint, number, number]>()
  for (const { plan, revenue, margin } of each) {
    const key = `${plan.id} ${revenue.currency}`
    const [sum, unknown, losses] = expected.get(key) ?? [0n, 0, 0]
    const left = margin === null ? 0n : BigInt(margin.amount)
    expected.set(key, [sum + left, unknown + Number(margin === null), losses + Number(left < 0n)])
  }
  const { plans } = (await staff.get('/margin-summary')).body
  const found = (plans as PlanSum[]).map(
    ({ plan, margin, unknown_count, loss_count }) =>
      [`${plan.id} ${margin.currency}`, [BigInt(margin.amount), unknown_count, loss_count]] as const
  )
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected))
}
