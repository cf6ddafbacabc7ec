import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { sql } from 'kysely'
import { holdersQuery } from '#app/network/queries/list_holdings'
import { ImportAddresses } from '#app/provisioning/actions/import_addresses'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { NoteAddresses, type ReportedAddress } from '#app/network/index'
import { apiClientFor } from '#tests/support/api'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

const times = ['2026-03-01T10:00:00Z', '2026-03-02T10:00:00Z', '2026-03-02T10:00:01Z', '2026-03-20T10:00:00Z']
const [monday, tuesday, secondLater, later] = times.map((text) => new Date(text)) as [Date, Date, Date, Date]

/** A panel's words about one server, at an instant. */
async function note(tenant: Tenant, holder: Holder, at: Date, addresses: ReportedAddress[]): Promise<number> {
  const action = await app.container.make(NoteAddresses)
  return as(tenant, () => action.execute({ holder: { ...holder, panelName: 'Frankfurt' }, addresses, at }))
}

type Holder = { serviceId: string; customerId: string; panelId: string; hostname: string }

async function scene() {
  const tenant = await createTenant()
  const [ada, brook] = [
    await apiClientFor(tenant, { as: 'customer' }),
    await apiClientFor(tenant, { as: 'customer' }),
  ]
  const panels = [
    await connectPanel(tenant, 'http://127.0.0.1:1'),
    await connectPanel(tenant, 'http://127.0.0.1:1', { code: 'ams' }),
  ] as const
  const planId = await addPlan(tenant)
  const hold = async (customerId: string, panelId: string): Promise<Holder> => {
    const { id: serviceId, hostname } = await addService(tenant, { customerId, planId })
    return { serviceId, customerId, panelId, hostname }
  }
  const staff = await apiClientFor(tenant, { as: 'staff' })
  return { tenant, ada, brook, panels, staff, hold }
}

const factsOf = (tenant: Tenant) =>
  as(tenant, () =>
    inTransaction(async () =>
      (
        await db
          .selectFrom('events')
          .select('type')
          .where('subject_kind', '=', 'address_holding')
          .orderBy('id')
          .execute()
      ).map(({ type }) => type)
    )
  )

test.group('The network', () => {
  test('says to the second who held an address, whoever moved and whatever two panels say', async ({
    assert,
  }) => {
    const { tenant, ada, brook, panels, staff, hold } = await scene()
    const place = { code: 'fra1', name: 'Frankfurt 1', city: 'Frankfurt', country: 'DE' }
    const datacenter = (await staff.post('/datacenters', place)).body
    const wish = {
      datacenter_id: datacenter.id,
      name: 'Frankfurt v4',
      network: '203.0.113.0/24',
      gateway: '203.0.113.1',
    }
    const pool = (await staff.post('/address-pools', wish)).body
    assert.deepInclude(pool, { address_count: '253', fill_permille: 0, quarantine_hours: 168, family: 4 })
    const [a, b] = [await hold(ada.customerId, panels[0]), await hold(brook.customerId, panels[0])]
    const elsewhere = await hold(brook.customerId, panels[1])
    const address = { address: '203.0.113.7' }

    assert.equal(await note(tenant, a, monday, [address, { address: '2001:db8:1::', block: 64 }]), 2)
    assert.equal(await note(tenant, a, tuesday, [address, { address: '2001:db8:1::', block: 64 }]), 0)
    // The same panel gives it to Brook while it should rest: Ada has lost it in that second.
    assert.equal(await note(tenant, b, tuesday, [address]), 1)
    const holderAt = async (q: string, at: Date) =>
      (await staff.get(`/address-holdings?q=${q}&at=${at.toISOString()}`)).body.data.map(
        (row: { service: { id: string } }) => row.service.id
      )
    const [idA, idB] = [showId('service', a.serviceId), showId('service', b.serviceId)]
    assert.deepEqual(await holderAt('203.0.113.7', monday), [idA])
    assert.deepEqual(await holderAt('203.0.113.7', new Date(tuesday.getTime() - 1000)), [idA])
    assert.deepEqual(await holderAt('203.0.113.7', tuesday), [idB])
    assert.deepEqual(await holderAt('203.0.113.7', new Date(monday.getTime() - 1000)), [])
    assert.deepEqual(await holderAt('2001:db8:1::dead', later), [idA])
    assert.lengthOf((await staff.get('/address-holdings?q=203.0.113.0/24')).body.data, 2)
    assert.deepEqual(await factsOf(tenant), ['address.assigned', 'address.assigned', 'address.released', 'address.assigned', 'address.reused_early']) // prettier-ignore

    // Another panel says the same of a server of its own: both claims stand, until the first ends.
    assert.equal(await note(tenant, elsewhere, secondLater, [address]), 1)
    const contested = async () => (await staff.get('/address-holdings?is_contested=true')).body.data
    assert.lengthOf(await contested(), 1)
    assert.lengthOf(await holderAt('203.0.113.7', secondLater), 2)
    assert.equal(await note(tenant, elsewhere, secondLater, [address]), 0)
    assert.equal(await note(tenant, b, later, []), 1)
    assert.equal(await note(tenant, elsewhere, later, [address]), 1)
    assert.lengthOf(await contested(), 0)
    const [last] = (await staff.get('/address-holdings?q=203.0.113.7')).body.data
    assert.deepInclude(last, { is_contested: false, ended_at: null, panel: 'Frankfurt' })
    assert.equal((await staff.get(`/address-pools/${pool.id}`)).body.held_count, 1)
    assert.equal((await staff.get(`/address-pools/${pool.id}/addresses`)).body.data[0].address, '203.0.113.7')
    assert.lengthOf(
      (await staff.get(`/address-holdings?q=${showId('customer', ada.customerId)}`)).body.data,
      2
    )
  })

  test('refuses what cannot be, and keeps what staff keep', async ({ assert }) => {
    const { tenant, ada, brook, panels, staff, hold } = await scene()
    const place = { code: 'fra1', name: 'Frankfurt 1', city: 'Frankfurt', country: 'DE' }
    const datacenter = (await staff.post('/datacenters', place)).body
    const wish = { datacenter_id: datacenter.id, name: 'A', network: '203.0.113.0/24' }
    const a = await hold(ada.customerId, panels[0])
    await note(tenant, a, new Date(), [{ address: '203.0.113.9' }])
    const pool = (await staff.post('/address-pools', wish)).body
    assert.equal(pool.held_count, 1)
    await note(tenant, a, new Date(), [])
    const nowhere = showId('addressPool', newId())
    for (const [path, body, status] of [
      ['/datacenters', place, 422],
      ['/datacenters', { ...place, code: 'Ä' }, 422],
      ['/address-pools', { ...wish, network: '203.0.113.128/25' }, 422],
      ['/address-pools', { ...wish, network: '198.51.100.0/24', gateway: '203.0.113.1' }, 422],
      ['/address-pools', { ...wish, network: 'all of it' }, 422],
      ['/address-pools', { ...wish, network: '198.51.100.0/24', datacenter_id: 'dc_x' }, 404],
      ['/address-reservations', { address: '203.0.113.9', note: 'Router' }, 409],
      ['/address-reservations', { address: '198.51.100.1', note: 'Router' }, 422],
      ['/address-reservations', { address: '10.0.0.1', note: 'Router' }, 422],
      ['/address-reservations', { address: '203.0.113.1', note: '' }, 422],
      ['/address-reservations', { address: '203.0.113.0/29', note: 'Routers' }, 201],
      ['/address-reservations', { address: '203.0.113.1', note: 'Router' }, 409],
    ] as const) {
      assert.equal((await staff.post(path, body)).status, status, `${path} ${JSON.stringify(body)}`)
    }
    assert.equal((await staff.get(`/address-pools/${nowhere}`)).status, 404)
    assert.equal((await staff.get('/address-holdings?q=nobody')).status, 422)
    assert.equal((await staff.get('/address-holdings?q=203.0.113.7&at=yesterday')).status, 422)
    assert.equal((await staff.get('/address-holdings?q=203.0.113.7&at=2026-13-45T10:00:00Z')).status, 422)
    assert.equal((await brook.get('/address-holdings?q=203.0.113.7')).status, 404)
    assert.equal((await staff.delete(`/datacenters/${datacenter.id}`)).status, 409)
    const resting = (await staff.get(`/address-pools/${pool.id}/addresses?state=resting`)).body.data
    assert.deepEqual(resting.map(({ address }: { address: string }) => address), ['203.0.113.9']) // prettier-ignore
    const [kept] = (await staff.get(`/address-pools/${pool.id}/addresses`)).body.data
    assert.deepInclude(kept, { address: '203.0.113.0/29', service: null, note: 'Routers' })
    assert.deepInclude((await staff.get(`/address-pools/${pool.id}`)).body, {
      held_count: 0,
      reserved_count: 8,
    })
    assert.equal((await staff.delete(`/address-reservations/${kept.id}`)).status, 204)
    assert.equal((await staff.delete(`/address-reservations/${kept.id}`)).status, 404)
    assert.equal((await staff.put(`/address-pools/${pool.id}`, { datacenter_id: datacenter.id, name: 'B', quarantine_hours: 0 })).body.resting_count, 0) // prettier-ignore
    assert.equal((await staff.delete(`/address-pools/${pool.id}`)).status, 204)
    assert.equal((await staff.delete(`/datacenters/${datacenter.id}`)).status, 204)
    assert.lengthOf((await staff.get('/address-holdings?q=203.0.113.9')).body.data, 1)
    // Whatever code forgets, the database refuses: two at once, and pools that overlap.
    const twice = as(tenant, () =>
      inTransaction(async () => {
        const row = { network: '203.0.113.50', note: 'x', started_at: monday }
        await db.insertInto('address_holdings').values([{ ...row, id: newId() }, { ...row, id: newId() }]).execute() // prettier-ignore
      })
    )
    await assert.rejects(() => twice, /address_holdings_once/)
  })

  test('finds who held an address among very many by the index alone', async ({ assert }) => {
    const { tenant, ada, panels, staff, hold } = await scene()
    const holder = await hold(ada.customerId, panels[0])
    await as(tenant, () =>
      inTransaction(async () => {
        await sql`
          insert into address_holdings (tenant_id, id, network, service_id, customer_id, panel_id, hostname, panel_name, is_shared, started_at, ended_at)
          select platform.current_tenant(), gen_random_uuid(), set_masklen('10.0.0.0'::inet + n, 32)::cidr, ${holder.serviceId}, ${holder.customerId},
                 ${holder.panelId}, 'web', 'Frankfurt', true, '2026-01-01', '2026-02-01'
            from generate_series(1, 20000) n`.execute(db)
      })
    )
    await note(tenant, holder, monday, [{ address: '203.0.113.7' }])
    for (const network of ['203.0.113.7/32', '2001:db8::7/128']) {
      const plan = await as(tenant, () =>
        inTransaction(async () => {
          const query = holdersQuery({ network, at: tuesday, before: null, size: 25 })
          const { rows } = await sql<{ 'QUERY PLAN': unknown }>`explain (format json) ${query}`.execute(db)
          return JSON.stringify(rows)
        })
      )
      assert.notInclude(plan, 'Seq Scan', network)
      assert.include(plan, 'address_holdings_history')
    }
    const { data } = (await staff.get(`/address-holdings?q=203.0.113.7&at=${tuesday.toISOString()}`)).body
    assert.lengthOf(data, 1)
  })

  test('keeps what ran before it was kept, by what was seen of it last', async ({ assert }) => {
    const { tenant, ada, panels, staff, hold } = await scene()
    const holder = await hold(ada.customerId, panels[0])
    const [id, address] = [
      holder.serviceId,
      { family: 4, address: '203.0.113.7', prefix: null, gateway: null },
    ]
    await as(tenant, () =>
      inTransaction(async () => {
        const seen = { status: 'active', external_reference: '7', addresses: JSON.stringify([address]) }
        await db.updateTable('services').set(seen).where('id', '=', id).execute()
      })
    )
    const left = async () => (await staff.get('/address-imports')).body.data.map(({ left_count }: { left_count: number }) => left_count) // prettier-ignore
    assert.deepEqual((await left()).toSorted(), [0, 1])
    const panel = showId('panel', holder.panelId)
    assert.equal((await staff.post(`/panels/${panel}/address-imports`, {})).status, 202)
    const run = await app.container.make(ImportAddresses)
    await as(tenant, () => run.execute({ panelId: holder.panelId, afterId: null }))
    await as(tenant, () => run.execute({ panelId: holder.panelId, afterId: null }))
    assert.deepEqual(await left(), [0, 0])
    const { data } = (await staff.get('/address-holdings?q=203.0.113.7')).body
    assert.deepEqual(data.map(({ service }: { service: { id: string } }) => service.id), [showId('service', id)]) // prettier-ignore
    assert.equal((await staff.post(`/panels/${showId('panel', newId())}/address-imports`, {})).status, 404)
  })
})
