import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { buy, openShop, pay, subscriptionSeen, write } from '#tests/support/billing'
import { settle } from '#tests/support/settle'
import { createTenant } from '#tests/support/tenants'

async function scene() {
  const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
  const { planId } = await openShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer' })
  const staff = await apiClientFor(tenant, { as: 'staff' })
  return { tenant, planId, ada, staff }
}

test.group('Billing policies over the API', () => {
  test('shown with defaults, changed, refused when stale, told with before and after, and renewals are planned anew', async ({
    assert,
  }) => {
    const { tenant, planId, ada, staff } = await scene()
    const { subscriptionIds, invoiceId } = await buy(tenant, planId, { customerId: ada.customerId! })
    await pay(tenant, invoiceId)
    const before = await staff.get('/billing_policies')
    assert.deepEqual(
      [before.status, before.body.version, before.body.policies.suspension_days, before.body.example.due_on],
      [200, 1, 5, '2026-03-17']
    )
    const wish = { invoice_grouping: 'month', summary_day: 5, suspension_days: 4, late_fee: { kind: 'fixed', after_days: 10, is_taxed: false, amounts: { EUR: '500' } } } // prettier-ignore
    const changed = await staff.patch('/billing_policies', { version: 1, ...wish })
    assert.deepEqual([changed.status, changed.body.version], [200, 2])
    assert.deepEqual(changed.body.policies.late_fee.amounts, { EUR: '500' })
    assert.deepEqual(changed.body.policies.collection_days, [0, 1, 3, 5, 7])
    const stale = await staff.patch('/billing_policies', { version: 1, suspension_days: 9 })
    assert.deepEqual([stale.status, stale.body.code], [409, 'settings_changed_meanwhile'])
    const back = await staff.patch('/billing_policies', { version: 2, suspension_days: null })
    assert.equal(back.body.policies.suspension_days, 5)

    const facts = await write(tenant, () =>
      db.selectFrom('events').select('data').where('type', '=', 'billing_policies.changed').orderBy('seq').execute()
    ) // prettier-ignore
    const [first, second] = facts.map(({ data }) => (data as { changed: Record<string, unknown> }).changed)
    assert.deepEqual(first!.suspensionDays, { before: 5, after: 4 })
    assert.deepEqual(second, { suspensionDays: { before: 4, after: 5 } })
    const { rows } = await write(tenant, () =>
      sql<{ on: string }>`select policies->>'dunningStricterOn' as on from platform.tenants where id = platform.current_tenant()`.execute(db)
    ) // prettier-ignore
    assert.equal(rows[0]!.on, '2026-03-10')

    assert.equal((await subscriptionSeen(tenant, subscriptionIds[0]!)).invoice_on, '2026-04-03')
    await settle(tenant)
    assert.equal((await subscriptionSeen(tenant, subscriptionIds[0]!)).invoice_on, '2026-03-29')
  }).timeout(60_000)

  test('what cannot be is refused beside its field, in a change and in a preview; nothing is written', async ({
    assert,
  }) => {
    const { ada, staff } = await scene()
    const refused: [object, string][] = [
      [{ invoice_lead_days: 31 }, 'invoice_lead_days'],
      [{ invoice_lead_days: 1.5 }, 'invoice_lead_days'],
      [{ invoice_grouping: 'week' }, 'invoice_grouping'],
      [{ summary_day: 29 }, 'summary_day'],
      [{ collection_days: [0, 0] }, 'collection_days'],
      [{ suspension_days: 30 }, 'termination_days'],
      [{ suspension_notice_days: [9] }, 'suspension_notice_days'],
      [{ late_fee: { kind: 'percent', after_days: 3, is_taxed: false, percent: '0' } }, 'late_fee'],
      [{ late_fee: { kind: 'fixed', after_days: 3, is_taxed: false, amounts: { EUR: '-5' } } }, 'late_fee'],
      [{ late_fee: { kind: 'fixed', after_days: 3, is_taxed: false, amounts: { EURO: '5' } } }, 'late_fee'],
      [{ late_fee: { kind: 'daily', after_days: 3, is_taxed: false } }, 'late_fee.kind'],
    ]
    for (const [body, field] of refused) {
      for (const answer of [
        await staff.patch('/billing_policies', { version: 1, ...body }),
        await staff.post('/billing_policies/preview', body),
      ]) {
        assert.deepEqual([answer.status, answer.body.errors[0].field], [422, field])
      }
    }
    const preview = await staff.post('/billing_policies/preview', { collection_days: [], suspension_days: 2, suspension_notice_days: [1] }) // prettier-ignore
    assert.deepEqual(preview.body.example.steps[0], { day: 1, on: '2026-03-18', kind: 'notice', announces: 'suspension' }) // prettier-ignore
    assert.equal((await staff.get('/billing_policies')).body.version, 1)
    assert.equal((await ada.get('/billing_policies')).status, 404)
  }).timeout(60_000)
})

test.group('Customer groups over the API', () => {
  test('made, renamed, given a dunning policy, joined, and removed when nobody is left', async ({ assert }) => {
    const { ada, staff } = await scene()
    const made = await staff.post('/customer_groups', { code: 'agencies', name: 'Agencies' })
    assert.deepEqual([made.status, made.body.version, made.body.customer_count], [201, 1, 0])
    const path = `/customer_groups/${made.body.id}`
    assert.equal((await staff.post('/customer_groups', { code: 'agencies', name: 'Others' })).body.code, 'code_taken')
    assert.equal((await staff.post('/customer_groups', { code: 'No Spaces', name: 'x' })).body.errors[0].field, 'code')
    const renamed = await staff.patch(path, { version: 1, code: 'agencies', name: 'Partners' })
    assert.deepEqual([renamed.body.name, renamed.body.version], ['Partners', 2])
    assert.equal((await staff.patch(path, { version: 1, code: 'x', name: 'y' })).body.code, 'group_changed_meanwhile')

    const dunning = await staff.get(`${path}/dunning`)
    assert.deepEqual([dunning.body.version, dunning.body.has_own], [0, false])
    const policy = { ...dunning.body.policy, suspension_days: 14, suspension_notice_days: [4] }
    const own = await staff.put(`${path}/dunning`, { version: 0, policy })
    assert.deepEqual([own.body.version, own.body.has_own, own.body.policy.suspension_days], [1, true, 14])
    assert.equal((await staff.put(`${path}/dunning`, { version: 0, policy })).body.code, 'settings_changed_meanwhile')
    const wrong = await staff.put(`${path}/dunning`, { version: 1, policy: { ...policy, termination_days: 14 } })
    assert.deepEqual([wrong.status, wrong.body.errors[0].field], [422, 'policy.termination_days'])
    assert.equal((await staff.put(`${path}/dunning`, { version: 1, policy: null })).body.policy.suspension_days, 5)

    const customer = `/customers/${ada.shownCustomerId}/group`
    assert.isNull((await staff.get(customer)).body.group)
    assert.equal((await staff.put(customer, { group_id: made.body.id })).body.group.customer_count, 1)
    const members = await staff.get(`/customers?group_id=${made.body.id}`)
    assert.deepEqual(members.body.data.map(({ id }: { id: string }) => id), [ada.shownCustomerId])
    assert.deepEqual((await staff.get(`/customers?group_id=${showId('customerGroup', newId())}`)).body.data, [])
    assert.equal((await staff.put(customer, { group_id: showId('customerGroup', newId()) })).body.errors[0].field, 'group_id')
    assert.equal((await staff.delete(path)).body.code, 'group_in_use')
    assert.isNull((await staff.put(customer, { group_id: null })).body.group)
    assert.equal((await staff.delete(path)).status, 200)
    assert.deepEqual((await staff.get('/customer_groups')).body.data, [])
    assert.equal((await ada.get('/customer_groups')).status, 404)
  }).timeout(60_000) // prettier-ignore
})
