import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

test.group('Drift over the API', () => {
  test('staff list, repair, leave and adopt; each with its right', async ({ assert }) => {
    const tenant = await createTenant()
    const panelId = await connectPanel(tenant, 'http://127.0.0.1:9')
    const [comparisonId, driftId, at] = [newId(), newId(), '2026-03-01T09:00:00Z']
    await as(tenant, () =>
      inTransaction(async () => {
        const run = { id: comparisonId, panel_id: panelId, status: 'done', started_at: at, moved_at: at }
        await db
          .insertInto('panel_comparisons')
          .values({ ...run, finished_at: at })
          .execute()
        const seen = { comparison_id: comparisonId, first_seen_at: at, last_seen_at: at }
        const worth = { monthly_amount: 1290n, currency: 'EUR', differences: '{"memoryMb":{"found":4096}}' }
        await db
          .insertInto('drifts')
          .values({
            id: driftId,
            panel_id: panelId,
            kind: 'unbilled',
            reference: '6',
            name: 'n6',
            status: 'open',
            ...worth,
            ...seen,
          })
          .execute()
      })
    )
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const id = showId('drift', driftId)
    const list = await staff.get('/drifts?status=open&kind=unbilled')
    assert.deepInclude(list.body.data[0], {
      id,
      repairs: ['adopt', 'remove'],
      monthly: { amount: '1290', currency: 'EUR' },
    })
    assert.equal((await staff.get(`/drifts/${id}`)).body.reference, '6')
    assert.equal((await staff.get('/drift-summary')).body.data[0].open[0].count, 1)
    const nowhere = showId('drift', newId())
    assert.equal((await staff.get(`/drifts/${nowhere}`)).status, 404)
    const adoptBlind = { customer_id: 'cus_x', plan_id: 'plan_x', interval: { unit: 'month', count: 1 }, hostname: 'a.example.test', bill_from: '2999-01-01' } // prettier-ignore
    for (const [path, body, status] of [
      ['/drifts/repairs', { drift_ids: [id] }, 409],
      ['/drifts/repairs', { drift_ids: [nowhere] }, 404],
      ['/drifts/repairs', { drift_ids: [] }, 422],
      ['/drifts/repairs', { drift_ids: [id], repair: 'resize' }, 409],
      ['/drifts/dismissals', { drift_ids: [id] }, 422],
      [`/drifts/${nowhere}/adoption`, adoptBlind, 404],
      [`/drifts/${id}/adoption`, adoptBlind, 422],
      [`/drifts/${id}/adoption`, { ...adoptBlind, bill_from: '2999-02-31' }, 422],
      [`/panels/${showId('panel', panelId)}/comparisons`, {}, 202],
      ['/drifts/dismissals', { drift_ids: [id], note: 'Our own' }, 200],
      ['/drifts/repairs', { drift_ids: [id], repair: 'remove' }, 202],
    ] as const) {
      assert.equal((await staff.post(path, body)).status, status, `${path} ${JSON.stringify(body)}`)
    }
    const customer = await apiClientFor(tenant, { as: 'customer' })
    assert.oneOf((await customer.get('/drifts')).status, [403, 404])
  })

  test('all that a list shows are repaired as the preview said, over all its pages, or not at all', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const panelId = await connectPanel(tenant, 'http://127.0.0.1:9')
    const service = await addService(tenant, {
      customerId: await addAda(tenant),
      planId: await addPlan(tenant),
    })
    const at = '2026-03-01T09:00:00Z'
    const drift = (kind: string, index: number, status = 'open') => ({
      id: newId(), panel_id: panelId, kind, reference: `${kind}-${index}`, name: `n${index}`, status, differences: '{}',
      service_id: kind === 'unbilled' ? null : service.id, monthly_amount: 500n, currency: 'EUR',
      settled_at: status === 'ignored' ? at : null, first_seen_at: at, last_seen_at: at,
    }) // prettier-ignore
    const many = Array.from({ length: 130 }, (_, index) => drift('other_size', index))
    const rest = [
      drift('unbilled', 1),
      drift('missing', 1),
      drift('missing', 2),
      drift('other_state', 1, 'ignored'),
    ]
    await as(tenant, () =>
      inTransaction(async () => {
        const run = {
          id: newId(),
          panel_id: panelId,
          status: 'done',
          started_at: at,
          moved_at: at,
          finished_at: at,
        }
        await db.insertInto('panel_comparisons').values(run).execute()
        const rows = [...many, ...rest].map((row) => ({ ...row, comparison_id: run.id }))
        await db.insertInto('drifts').values(rows).execute()
      })
    )
    const [owner, technician] = [
      await apiClientFor(tenant, { as: 'staff' }),
      await apiClientFor(tenant, {
        as: 'staff',
        abilities: ['staff:operations:write', 'staff:operations:read'],
      }),
    ]
    const preview = await owner.post('/drifts/previews', { all: {} })
    assert.deepInclude(preview.body, { count: 133, able_count: 132, hurts: true, monthly: [{ amount: '66000', currency: 'EUR' }] }) // prettier-ignore
    assert.deepEqual(preview.body.left_out, [{ reason: 'needs_adoption', count: 1 }])
    const counts = preview.body.able.map(
      ({ repair, count }: { repair: string; count: number }) => `${repair} ${count}`
    )
    assert.sameMembers(counts, ['resize 130', 'stop_billing 2'])
    for (const [body, status, code] of [
      [{ all: {} }, 422, 'validation_failed'],
      [{ all: {}, drift_ids: [showId('drift', many[0]!.id)], expected_count: 1 }, 422, 'validation_failed'],
      [{}, 422, 'validation_failed'],
      [{ all: {}, expected_count: 131 }, 409, 'choice_changed'],
      [{ all: { q: 'nowhere' }, expected_count: 1 }, 422, 'nothing_chosen'],
      [{ all: { status: 'repaired' }, expected_count: 1 }, 422, 'validation_failed'],
      [{ all: { kind: 'unbilled' }, expected_count: 1 }, 409, 'choice_changed'],
    ] as const) {
      const answer = await owner.post('/drifts/repairs', body)
      assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(body))
    }
    // Whoever may not end billing leaves out what would.
    const seen = await technician.post('/drifts/previews', { all: { kind: 'missing' } })
    assert.deepInclude(seen.body, { able_count: 0, left_out: [{ reason: 'needs_billing_right', count: 2 }] })
    const named = { drift_ids: [showId('drift', rest[1]!.id)] }
    assert.equal((await technician.post('/drifts/repairs', named)).body.code, 'billing_right_needed')
    const begun = await owner.post('/drifts/repairs', { all: { kind: 'other_size' }, expected_count: 130 })
    assert.equal(begun.status, 202, begun.text)
    assert.lengthOf(begun.body.data, 130)
    const open = async (query: string) => (await owner.get(`/drifts?${query}&limit=100`)).body.data.length
    assert.equal(await open('status=repairing'), 100)
    assert.equal(await open('status=open'), 3)
    const left = await owner.post('/drifts/dismissals', { all: {}, expected_count: 3, note: 'Known' })
    assert.equal(left.status, 200, left.text)
    assert.equal(await open('status=ignored'), 4)
  })
})
