import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { subscriptionSeen, write } from '#tests/support/billing'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { signInStaff } from '#tests/support/staff_browser'
import { createTenant, freezeClock } from '#tests/support/tenants'

/** Ada has a server that is paid until 1 April. */
async function scene() {
  const tenant = await createTenant()
  await freezeClock(tenant, '2026-03-10T12:00:00Z')
  const ada = await apiClientFor(tenant, { as: 'customer' })
  await connectPanel(tenant, 'http://127.0.0.1:1')
  const service = await addService(tenant, {
    customerId: ada.customerId,
    planId: await addPlan(tenant),
  })
  const { subscriptionId } = service
  await write(tenant, () =>
    db
      .updateTable('subscriptions')
      .set({ status: 'active', started_on: '2026-03-01', current_period_starts_on: '2026-03-01', renews_on: '2026-04-01', invoice_on: '2026-03-20' })
      .where('id', '=', subscriptionId)
      .execute()
  ) // prettier-ignore
  const ending = `/subscriptions/${showId('subscription', subscriptionId)}/cancellation`
  const page = `/services/${showId('service', service.id)}`
  return { tenant, ending, page, seen: () => subscriptionSeen(tenant, subscriptionId) }
}

test.group('Staff end a subscription', () => {
  test('with its period, take that back, and today: on the page as over the API', async ({ assert }) => {
    const { tenant, ending, page, seen } = await scene()
    const billing = await signInStaff(tenant, 'billing')
    assert.equal((await billing.get(page)).props.ends_on_if_cancelled, '2026-04-01')
    const notice = async () => (await billing.get(page)).props.flash?.text

    await billing.submit('POST', ending, { when: 'period_end', reason: 'Asked on the phone' })
    assert.equal(await notice(), 'The subscription ends on April 1, 2026.')
    const planned = await seen()
    assert.deepEqual([planned.status, planned.cancel_at_period_end, planned.ends_on], ['active', true, '2026-04-01'])
    assert.equal(planned.cancel_reason, 'Asked on the phone')
    await billing.submit('POST', ending, { when: 'period_end', reason: 'Twice' })
    assert.equal(await notice(), 'This subscription ends with its period already.')

    await billing.submit('DELETE', ending)
    assert.equal(await notice(), 'The subscription goes on.')
    assert.deepInclude(await seen(), { cancel_at_period_end: false, ends_on: null })
    await billing.submit('DELETE', ending)
    assert.equal(await notice(), 'No end is planned for this subscription.')

    const api = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    assert.equal((await api.post(ending, { when: 'period_end' })).body.is_ending, true)
    assert.equal((await api.delete(ending)).body.is_ending, false)
    await billing.submit('POST', ending, { when: 'now', reason: 'Gone' })
    assert.equal((await seen()).status, 'cancelled')
  }) // prettier-ignore

  test('by whoever may give money up, on the page as over the API', async ({ assert }) => {
    const { tenant, ending, seen } = await scene()
    for (const role of ['technician', 'support', 'read_only'] as const) {
      const browser = await signInStaff(tenant, role)
      const api = await apiClientFor(tenant, { as: 'staff', roles: [role] })
      assert.equal((await browser.submit('POST', ending, { when: 'now', reason: 'x' })).status, 403)
      assert.equal((await browser.submit('DELETE', ending)).status, 403)
      assert.equal((await api.post(ending, { when: 'now' })).status, 403)
      assert.equal((await api.delete(ending)).status, 403)
    }
    const elsewhere = await signInStaff(await createTenant(), 'owner')
    assert.equal((await elsewhere.submit('POST', ending, { when: 'now', reason: 'x' })).status, 404)
    assert.equal((await elsewhere.submit('DELETE', ending)).status, 404)
    assert.deepInclude(await seen(), { status: 'active', cancel_at_period_end: false })
  })
})
