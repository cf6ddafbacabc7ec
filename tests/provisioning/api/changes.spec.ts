import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { db } from '#app/shared/database/db'
import { newId, readId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { invoicesOf, write } from '#tests/support/billing'
import { startService } from '#tests/support/changes'
import { settleOperations } from '#tests/support/provisioning'
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { freezeClock, setPolicies } from '#tests/support/tenants'

test.group('API: changes of a service', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10' })
  group.each.teardown(loseQueuedJobs)
  group.each.timeout(90_000)

  test('shown, refused at another amount, asked for once, listed and withdrawn', async ({ assert }) => {
    const running = await startService('2026-04-01T00:00:00+02:00', { panelUrl: sandbox().url })
    const { tenant, customerId, subscriptionId, plan } = running
    await settleOperations(tenant)
    await freezeClock(tenant, '2026-04-16T00:00:00+02:00')
    const row = await write(tenant, () => db.selectFrom('services').select('id').where('subscription_id', '=', subscriptionId).executeTakeFirstOrThrow()) // prettier-ignore
    const path = `/services/${showId('service', row.id)}`
    const ada = await apiClientFor(tenant, { as: 'customer', customerId })
    const wish = { plan_id: showId('plan', plan('vps-m')) }

    const shown = await ada.post(`${path}/change-previews`, wish)
    assert.equal(shown.status, 200)
    assert.deepEqual(shown.body.total, { amount: '238', currency: 'EUR' })
    assert.deepEqual(
      shown.body.lines.map((line: { amount: { amount: string } }) => line.amount.amount),
      ['-225', '425']
    )
    assert.equal(shown.body.next.total.amount, '1012')
    const staff = await apiClientFor(tenant, { as: 'staff' })
    assert.deepEqual((await staff.post(`${path}/change-previews`, wish)).body, shown.body)

    const differs = await ada.post(`${path}/changes`, { ...wish, expected_total: '200' })
    assert.deepEqual([differs.status, differs.body.code], [409, 'amount_differs'])
    const asked = await ada.post(`${path}/changes`, { ...wish, expected_total: '238' })
    assert.deepEqual([asked.status, asked.body.status], [201, 'awaiting_payment'])
    const again = await ada.post(`${path}/changes`, { ...wish, expected_total: '238' })
    assert.equal(again.body.id, asked.body.id)
    assert.lengthOf(await invoicesOf(tenant, customerId), 2)
    const other = await ada.post(`${path}/change-previews`, { options: { ipv4: 1 } })
    assert.deepEqual([other.status, other.body.code], [409, 'change_under_way'])

    assert.equal((await ada.get(`${path}/changes`)).body.data[0].id, asked.body.id)
    const withdrawn = await ada.delete(`${path}/changes/open`)
    assert.deepEqual([withdrawn.status, withdrawn.body.status], [200, 'withdrawn'])
    assert.equal((await ada.delete(`${path}/changes/open`)).status, 404)

    const operation_id = newId()
    await write(tenant, () => db.insertInto('operations').values({ id: operation_id, service_id: row.id, customer_id: customerId, kind: 'resize', status: 'failed', input: JSON.stringify({ changeId: readId('subscriptionChange', asked.body.id) }), requested_by_kind: 'system', created_at: new Date(), finished_at: new Date() }).execute()) // prettier-ignore
    await write(tenant, () => db.insertInto('operation_steps').values({ operation_id, position: 0, name: 'resize_server', status: 'failed' }).execute()) // prettier-ignore
    for (const way of ['retries', 'resumptions']) {
      const goOn = await staff.post(
        `/operations/${showId('operation', operation_id)}/${way}`,
        way === 'resumptions' ? { position: 0 } : {}
      )
      assert.deepEqual([goOn.status, goOn.body.code], [409, 'change_ended'])
    }

    const wrong: [object, number, string][] = [
      [{ options: { ipv4: 99 } }, 422, 'configuration_invalid'],
      [{ plan_id: 'nothing' }, 422, 'configuration_invalid'],
      [{ options: { location: 'nyc' } }, 422, 'location_fixed'],
      [{}, 422, 'nothing_changes'],
    ]
    for (const [body, status, code] of wrong) {
      const refused = await ada.post(`${path}/change-previews`, body)
      assert.deepEqual([refused.status, refused.body.code], [status, code])
    }
    const unread = await ada.post(`${path}/changes`, { ...wish, expected_total: 'much' })
    assert.equal(unread.status, 422)
    const brook = await apiClientFor(tenant, { as: 'customer' })
    assert.equal((await brook.post(`${path}/change-previews`, wish)).status, 404)
    assert.equal((await brook.get(`${path}/changes`)).status, 404)
  })

  /** A running server of Ada's, half-way through April, with 100 euros on her balance. */
  async function halfway() {
    const running = await startService('2026-04-01T00:00:00+02:00', { panelUrl: sandbox().url })
    const { tenant, subscriptionId, customerId, plan } = running
    await settleOperations(tenant)
    await freezeClock(tenant, '2026-04-16T00:00:00+02:00')
    const row = await write(tenant, () => db.selectFrom('services').select('id').where('subscription_id', '=', subscriptionId).executeTakeFirstOrThrow()) // prettier-ignore
    const money = { amount: 10_000n, currency: 'EUR' }
    const postings = [debit(chart.cash('stripe'), money), credit(chart.customerBalance(customerId), money)]
    await write(tenant, async () => (await app.container.make(PostEntries)).execute([{ kind: 'payment_received', causeId: newId(), postings }])) // prettier-ignore
    return { running, path: `/services/${showId('service', row.id)}`, wish: { plan_id: showId('plan', plan('vps-m')) } } // prettier-ignore
  }

  test('whoever may not pay asks for a change, and its invoice waits for somebody who may', async ({
    assert,
  }) => {
    const { running, path, wish } = await halfway()
    const { tenant, customerId } = running
    const askers = [
      await apiClientFor(tenant, {
        as: 'customer',
        customerId,
        abilities: ['services:read', 'services:write'],
      }),
      await apiClientFor(tenant, { as: 'staff', abilities: ['staff:services:read', 'staff:services:write'] }),
    ]
    const ada = await apiClientFor(tenant, { as: 'customer', customerId })
    for (const asker of askers) {
      assert.isTrue((await asker.post(`${path}/change-previews`, wish)).body.waits_for_payer)
      const asked = await asker.post(`${path}/changes`, { ...wish, expected_total: '238' })
      assert.deepEqual([asked.status, asked.body.status], [201, 'awaiting_payment'])
      const { rows } = await write(tenant, () =>
        sql<{ amount_due: bigint; next_attempt_at: Date | null }>`
          select amount_due, next_attempt_at from invoices where id = ${readId('invoice', asked.body.invoice_id)!}`.execute(
          db
        )
      )
      assert.deepEqual(
        rows,
        [{ amount_due: 238n, next_attempt_at: null }],
        'neither the balance nor a card is asked'
      )
      assert.equal((await ada.delete(`${path}/changes/open`)).status, 200)
    }
    assert.isFalse((await ada.post(`${path}/change-previews`, wish)).body.waits_for_payer)
    const paid = await ada.post(`${path}/changes`, { ...wish, expected_total: '238' })
    assert.equal((await invoicesOf(tenant, customerId)).at(-1)!.status, 'paid', JSON.stringify(paid.body))
  })

  test('another amount after than was shown is refused and named, also where nothing is paid now', async ({
    assert,
  }) => {
    const { running, path } = await halfway()
    const ada = await apiClientFor(running.tenant, { as: 'customer', customerId: running.customerId })
    await setPolicies(running.tenant, { upgrade: 'renewal' })
    const wish = { plan_id: showId('plan', running.plan('vps-m')), expected_total: '0' }
    const differs = await ada.post(`${path}/changes`, { ...wish, expected_next: '911' })
    assert.deepEqual([differs.status, differs.body.code], [409, 'next_amount_differs'])
    assert.include(differs.body.detail, '10.12')
    const asked = await ada.post(`${path}/changes`, { ...wish, expected_next: '1012' })
    assert.deepEqual([asked.status, asked.body.status], [201, 'scheduled'])
  })
})
