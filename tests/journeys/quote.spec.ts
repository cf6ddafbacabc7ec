import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { showId } from '#app/shared/ids'
import { audit } from '#tests/journeys/auditor'
import { useWorld } from '#tests/journeys/use_world'
import { serversOn } from '#tests/provisioning/support'
import { apiClientFor } from '#tests/support/api'

test.group('A quote that staff made', (group) => {
  const begin = useWorld(group)

  test('is sent in January, accepted and paid in February, and charged and renewed as it said', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-01-31T09:00:00Z' })
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const plan = await world.read(() => db.selectFrom('plans').selectAll().where('slug', '=', 'vps-s').executeTakeFirstOrThrow()) // prettier-ignore
    const price = await world.read(() => db.selectFrom('prices').selectAll().where('plan_id', '=', plan.id).where('currency', '=', 'EUR').where('interval_unit', '=', 'month').executeTakeFirstOrThrow()) // prettier-ignore
    const begun = await staff.post('/offers', {
      customer_id: ada.api.shownCustomerId,
      items: [
        {
          plan_id: showId('plan', plan.id),
          interval: { unit: 'month', count: 1 },
          options: { location: 'fra', ipv4: 1 },
          hostname: 'web.example.test',
          quantity: 1,
          prices: [{ kind: 'plan', price_id: showId('price', price.id), unit_amount: '399' }],
        },
      ],
      one_offs: [{ description: 'Moving in', quantity: 1, unit_amount: '4999' }],
      valid_until: '2026-02-28',
    })
    const path = `/offers/${begun.body.id}`
    assert.equal((await staff.post(`${path}/sending`, { revision: begun.body.revision })).status, 200)
    await world.settle()
    assert.lengthOf(await world.sandbox.mail({ to: ada.email }), 2, 'welcome, and the quote')

    // Three days before its last day, Ada is reminded and accepts.
    await world.on('2026-02-25')
    assert.lengthOf(await world.sandbox.mail({ to: ada.email }), 3)
    const shown = (await ada.api.get(path)).body
    const accepted = await ada.api.post(`${path}/acceptance`, { name: 'Ada Lovelace', accepts_terms: true })
    assert.equal(accepted.status, 200)
    await world.settle()
    await ada.pay(accepted.body.order_id)
    await world.settle()
    assert.equal((await world.one('orders')).status, 'completed')
    assert.equal((await world.one('services')).status, 'active')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 1)

    const [invoice] = await ada.invoices()
    const charged = (await ada.api.get(`/invoices/${invoice!.id}`)).body
    assert.deepEqual([charged.status, charged.total], ['paid', shown.total])
    const told = (lines: { description: string; amount: unknown }[]) => lines.map(({ description, amount }) => [description, amount]) // prettier-ignore
    assert.deepEqual(told(charged.lines), told(shown.lines))

    // What was agreed on holds for the renewal, and moving in is paid once.
    await world.on('2026-03-18')
    const [renewal] = await ada.invoices()
    assert.deepEqual([renewal!.kind, renewal!.total], ['renewal', shown.quote.recurring[0].total])
    await audit(world, assert)
  })
})
