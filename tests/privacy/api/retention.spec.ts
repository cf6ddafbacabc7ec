import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { ApplyRetention } from '#app/privacy/actions/apply_retention'
import { EraseCustomer } from '#app/privacy/actions/erase_customer'
import { RemovePanelUser } from '#app/provisioning/actions/remove_panel_user'
import { apiClientFor } from '#tests/support/api'
import { write } from '#tests/support/billing'
import { connectPanel } from '#tests/support/provisioning'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const begin = '2026-03-01T09:00:00Z'

async function scene() {
  const tenant = await createTenant()
  await freezeClock(tenant, begin)
  const [ada, brook] = [
    await apiClientFor(tenant, { as: 'customer' }),
    await apiClientFor(tenant, { as: 'customer' }),
  ]
  const sam = await apiClientFor(tenant, { as: 'staff' })
  for (const { shownCustomerId } of [ada, brook])
    await sam.post(`/customers/${shownCustomerId}/notes`, { body: `About ${shownCustomerId}` })
  await sam.put(`/customers/${brook.shownCustomerId}/legal-hold`, { reason: 'Lawsuit' })
  const apply = async () => (await app.container.make(ApplyRetention)).execute()
  return { tenant, ada, brook, sam, run: () => as(tenant, apply) }
}

const notesOf = async ({ sam, of }: { sam: Awaited<ReturnType<typeof apiClientFor>>; of: string }) =>
  (await sam.get(`/customers/${of}/notes`)).body.data.length

test.group('What is forgotten by itself', () => {
  test('is what a rule says, looked at before, and never of who is held', async ({ assert }) => {
    const { tenant, ada, brook, sam, run } = await scene()
    const refused = await sam.put('/retention', { rules: [{ kind: 'order_origins', keep_days: 7 }] })
    assert.equal(`${refused.status} ${refused.body.code}`, '422 days_out_of_range')
    await sam.put('/retention', {
      rules: [
        { kind: 'notes', keep_days: 30 },
        { kind: 'mail_texts', keep_days: 90 },
      ],
    })
    assert.equal(await run(), 0)
    await freezeClock(tenant, '2026-04-15T09:00:00Z')
    const look = (await sam.get('/retention/preview?kind=notes&keep_days=30')).body
    assert.equal(look.count, 1)
    assert.equal(look.examples[0].customer_id, ada.shownCustomerId)
    assert.equal(await notesOf({ sam, of: ada.shownCustomerId }), 1)
    assert.equal(await run(), 1)
    assert.equal(await run(), 0)
    assert.equal(await notesOf({ sam, of: ada.shownCustomerId }), 0)
    assert.equal(await notesOf({ sam, of: brook.shownCustomerId }), 1)
    const { runs } = (await sam.get('/retention')).body
    assert.deepInclude(runs[0], { kind: 'notes', count: 1 })
    assert.lengthOf((await sam.get('/legal-holds')).body.data, 1)
    const reader = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
    assert.equal(
      (await reader.put('/retention', { rules: [{ kind: 'notes', keep_days: null }] })).status,
      403
    )
  })

  test('takes what was said in calls away, and leaves that they were made; never of who is held', async ({
    assert,
  }) => {
    const { tenant, ada, brook, sam, run } = await scene()
    const said = { request: { email: 'ada@example.test' }, response: { name: 'Ada' } }
    const call = (subjectId: string, url: string) => ({
      id: newId(), subject_kind: 'customer', subject_id: subjectId, system: 'stripe', method: 'POST', url, ...said, status: 200,
      outcome: 'answered', duration_ms: 9, called_at: new Date(begin),
    }) // prettier-ignore
    await as(tenant, () =>
      inTransaction(() =>
        db
          .insertInto('remote_calls')
          .values([
            call(ada.customerId, 'https://api.test/v1/customers?email=ada%40example.test'),
            call(brook.customerId, 'https://api.test/v1/customers'),
          ])
          .execute()
      )
    )
    await sam.put('/retention', { rules: [{ kind: 'calls', keep_days: 180 }] })
    await freezeClock(tenant, '2026-08-20T09:00:00Z')
    assert.equal(await run(), 0)
    await freezeClock(tenant, '2026-09-15T09:00:00Z')
    const look = (await sam.get('/retention/preview?kind=calls&keep_days=180')).body
    assert.deepEqual([look.count, look.examples[0].customer_id], [1, ada.shownCustomerId])
    assert.equal(await run(), 1)
    assert.equal(await run(), 0)
    const kept = await as(tenant, () =>
      inTransaction(() => db.selectFrom('remote_calls').selectAll().orderBy('id').execute())
    )
    const [gone, held] = kept
    assert.deepInclude(gone, {
      url: 'https://api.test/v1/customers',
      request: null,
      response: null,
      status: 200,
    })
    assert.deepEqual(held!.response, said.response)
  })

  test('finds what is old of every kind', async ({ assert }) => {
    const { tenant, sam } = await scene()
    await freezeClock(tenant, '2031-04-15T09:00:00Z')
    for (const kind of [
      'mail_texts',
      'sign_in_origins',
      'order_origins',
      'notes',
      'quotes',
      'calls',
      'idle_customers',
    ]) {
      const look = await sam.get(`/retention/preview?kind=${kind}&keep_days=400`)
      assert.equal(look.status, 200, kind)
    }
    const days = 400
    const rules = ['mail_texts', 'sign_in_origins', 'order_origins', 'quotes'].map((kind) => ({
      kind,
      keep_days: days,
    }))
    assert.equal((await sam.put('/retention', { rules })).status, 200)
    await as(tenant, async () => (await app.container.make(ApplyRetention)).execute())
  })

  test('a customer with whom nothing happens is told, and forgotten two weeks later at panels too', async ({
    assert,
  }) => {
    const { tenant, ada, sam, run } = await scene()
    const panelId = await connectPanel(tenant, 'http://127.0.0.1:1')
    await write(tenant, () =>
      db
        .insertInto('panel_users')
        .values({
          panel_id: panelId,
          customer_id: ada.customerId,
          reference: '7',
          created_at: new Date(begin),
        })
        .execute()
    )
    await sam.put('/retention', { rules: [{ kind: 'idle_customers', keep_days: 365 }] })
    await freezeClock(tenant, '2027-03-15T09:00:00Z')
    assert.equal(await run(), 1)
    assert.equal(await run(), 0)
    const [waiting] = (await sam.get('/erasures')).body.data
    assert.deepInclude(waiting, { status: 'waiting', is_by_rule: true, customer_id: ada.shownCustomerId })
    await freezeClock(tenant, '2027-03-30T09:00:00Z')
    const erase = await app.container.make(EraseCustomer)
    assert.isTrue(await as(tenant, () => erase.execute(ada.customerId)))
    const remove = await app.container.make(RemovePanelUser)
    await as(tenant, () => remove.execute({ panelId, customerId: ada.customerId }))
    const [done] = (await sam.get('/erasures')).body.data
    assert.deepEqual(
      [done.certificate.removed.accounts_at_panels, done.certificate.outstanding],
      [0, { accounts_at_panels: 1 }]
    )
    // The panel does not answer: it is asked again, and nobody is told that the account is gone.
    assert.equal(done.panel_accounts[0].status, 'waiting')
    assert.isNotNull(done.panel_accounts[0].error)
    await write(tenant, () =>
      db
        .updateTable('panel_users')
        .set({ removed_at: new Date(begin), removal_due_at: null })
        .execute()
    )
    const [gone] = (await sam.get('/erasures')).body.data
    assert.deepEqual([gone.certificate.removed.accounts_at_panels, gone.certificate.outstanding], [1, {}])
  })
})
