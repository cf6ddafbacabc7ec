import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { connectPanel } from '#tests/support/provisioning'
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
})
