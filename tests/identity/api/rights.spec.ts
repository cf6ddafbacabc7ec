import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { ApiClient, apiClientFor, apiClientOf } from '#tests/support/api'
import { buy, openShop } from '#tests/support/billing'
import { as, createTenant } from '#tests/support/tenants'

const withToken = ({ tenant, audience, userId, customerId }: ApiClient, token: string) =>
  new ApiClient(tenant, audience, token, userId, customerId)

/** A server of the customer, without its panel's doing anything. */
async function addService(tenant: Tenant, customerId: string, planId: string): Promise<string> {
  const { subscriptionIds } = await buy(tenant, planId, { customerId })
  const [id, panelId] = [newId(), newId()]
  const created_at = '2026-01-01T00:00:00Z'
  const spec = { cpuCores: 2, memoryMb: 4096, storageGb: 80, trafficGb: 0, networkMbps: 1000, ipv4Count: 1 }
  await as(tenant, () =>
    inTransaction(async () => {
      const panel = {
        id: panelId,
        code: `p-${panelId.slice(-8)}`,
        driver: 'virtfusion',
        name: 'FRA',
        location: 'FRA',
      }
      await db
        .insertInto('panels')
        .values({ ...panel, base_url: 'http://127.0.0.1:1', secrets: '{}', created_at })
        .execute()
      const place = { location: 'fra', package: 'VPS M', backups: false, template: 'Debian 13' }
      const service = {
        id,
        customer_id: customerId,
        subscription_id: subscriptionIds[0]!,
        plan_id: planId,
        panel_id: panelId,
      }
      const state = { status: 'active', desired: 'running', power_state: 'running' } as const
      await db
        .insertInto('services')
        .values({
          ...service,
          ...state,
          hostname: `${id.slice(-6)}.example.test`,
          spec: JSON.stringify({ ...spec, ...place }),
          created_at,
        })
        .execute()
    })
  )
  return id
}

test('a member sees the services that they were given, and no others, over every way', async ({ assert }) => {
  const tenant = await createTenant()
  const { planId } = await openShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer', permissions: ['owner'] })
  const [mine, other] = [
    await addService(tenant, ada.customerId, planId),
    await addService(tenant, ada.customerId, planId),
  ]
  const brook = await apiClientFor(tenant, {
    as: 'customer',
    customerId: ada.customerId,
    permissions: ['services', 'read', 'team'],
  })
  const shown = (id: string) => showId('service', id)
  const changed = await ada.patch(`/team/members/${showId('user', brook.userId)}`, {
    permissions: ['services', 'read', 'team'],
    service_ids: [shown(mine)],
  })
  assert.deepEqual(changed.body.service_ids, [shown(mine)])

  const listed = (await brook.get('/services')).body.data.map(({ id }: { id: string }) => id)
  assert.deepEqual(listed, [shown(mine)])
  assert.lengthOf((await brook.get('/subscriptions')).body.data, 1)
  assert.lengthOf((await ada.get('/subscriptions')).body.data, 2)
  assert.equal((await brook.get(`/services/${shown(mine)}`)).status, 200)
  for (const path of ['', '/activity']) {
    assert.equal((await brook.get(`/services/${shown(other)}${path}`)).status, 404, path)
  }
  assert.equal((await brook.patch(`/services/${shown(other)}`, { hostname: 'a.example.test' })).status, 404)
  assert.equal((await brook.post(`/services/${shown(other)}/power`, { action: 'restart' })).status, 404)
  // Whoever sees some gives no others, and not all.
  for (const service_ids of [null, [shown(other)]]) {
    const { status } = await brook.post('/team/invitations', {
      email: 'eve@example.test',
      permissions: ['services'],
      service_ids,
    })
    assert.equal(status, 403)
  }
  const again = await apiClientOf(tenant, { userId: brook.userId, customerId: ada.customerId })
  assert.lengthOf((await again.get('/services')).body.data, 1)
})

test.group('Staff roles', () => {
  test('are made, changed and given; nobody gives what they do not have', async ({ assert }) => {
    const tenant = await createTenant()
    const owner = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
    const sam = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
    const role = { label: 'Night shift', abilities: ['staff:services:read', 'staff:settings:write'] }
    assert.equal((await owner.put('/staff-roles/night_shift', role)).status, 200)
    assert.equal((await owner.put('/staff-roles/owner', { abilities: [] })).status, 409)
    assert.equal((await owner.put('/staff-roles/unnamed', { abilities: [] })).status, 422)
    const given = await owner.patch(`/staff-members/${showId('user', sam.userId)}`, {
      roles: ['night_shift'],
    })
    assert.deepEqual(given.body.roles, ['night_shift'])
    assert.equal((await sam.get('/services')).status, 200)
    assert.equal((await sam.get('/customers')).status, 403)
    // With settings, but without the rest: not a way up.
    const wider = { label: 'Night shift', abilities: ['staff:billing:write'] }
    assert.equal((await sam.put('/staff-roles/night_shift', wider)).status, 403)
    const me = `/staff-members/${showId('user', sam.userId)}`
    assert.equal((await sam.patch(me, { roles: ['owner'] })).status, 403)
    assert.equal((await sam.patch(me, { roles: ['emperor'] })).status, 422)
    const eve = {
      email: 'eve@example.test',
      name: 'Eve',
      password: 'correct horse battery',
      roles: ['owner'],
    }
    assert.equal((await sam.post('/staff-members', eve)).body.code, 'not_yours_to_give')
    const second = await owner.post('/staff-members', eve)
    assert.equal((await sam.delete(`/staff-members/${second.body.id}`)).body.code, 'not_yours_to_give')
    assert.equal((await owner.delete(`/staff-members/${second.body.id}`)).status, 204)
    assert.equal((await owner.delete('/staff-roles/night_shift')).status, 409)

    await owner.put('/staff-roles/support', { abilities: ['staff:customers:read'] })
    await owner.patch(me, { roles: ['support'] })
    assert.equal((await sam.get('/customers')).status, 200)
    assert.equal((await sam.get('/orders')).status, 403)
    await owner.put('/staff-roles/night_shift', role)
    await owner.patch(me, { roles: ['support', 'night_shift'] })
    assert.equal(
      (await sam.delete('/staff-roles/support')).body.code,
      'not_yours_to_give',
      'what it usually grants'
    )
    await owner.patch(me, { roles: ['support'] })
    assert.equal((await owner.delete('/staff-roles/support')).status, 204)
    assert.equal((await sam.get('/orders')).status, 200)
    assert.equal((await owner.delete('/staff-roles/night_shift')).status, 204)
    assert.equal(
      (await owner.patch(`/staff-members/${showId('user', owner.userId)}`, { roles: ['support'] })).status,
      409
    )
  })
})

test.group('API tokens', () => {
  test('work from their networks, and are replaced with an overlap', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const make = (networks: string[]) =>
      ada.post('/api-tokens', { name: 'Deploy', abilities: ['account:read'], networks })
    assert.equal((await make(['203.0.113.0/40'])).status, 422)
    const elsewhere = await make(['203.0.113.0/24'])
    const here = await make(['127.0.0.0/8', '::1'])
    assert.deepEqual(here.body.networks, ['127.0.0.0/8', '::1/128'])
    assert.equal((await withToken(ada, elsewhere.body.token).get('/me')).body.code, 'network_not_allowed')
    const old = withToken(ada, here.body.token)
    assert.equal((await old.get('/me')).status, 200)

    const rotated = await ada.post(`/api-tokens/${here.body.id}/rotations`, { overlap_hours: 0 })
    assert.deepEqual(rotated.body.networks, here.body.networks)
    assert.equal((await old.get('/me')).status, 401)
    assert.equal((await withToken(ada, rotated.body.token).get('/me')).status, 200)
    assert.equal((await ada.post(`/api-tokens/${here.body.id}/rotations`)).status, 404)
    const later = await ada.post(`/api-tokens/${rotated.body.id}/rotations`)
    assert.equal((await withToken(ada, rotated.body.token).get('/me')).status, 200)
    assert.equal((await withToken(ada, later.body.token).get('/me')).status, 200)
    // One that was taken back opens nothing from the next request on, whoever kept a copy.
    const copy = withToken(ada, later.body.token)
    assert.equal((await ada.send('DELETE', `/api-tokens/${later.body.id}`, {})).status, 204)
    assert.equal((await copy.get('/me')).body.code, 'token_invalid')
    // A weaker token gets at no mightier one.
    const weak = await ada.post('/api-tokens', { name: 'Weak', abilities: ['account:read', 'account:write'] })
    const strong = await ada.post('/api-tokens', { name: 'Strong', abilities: ['billing:pay'] })
    const stolen = await withToken(ada, weak.body.token).post(`/api-tokens/${strong.body.id}/rotations`)
    assert.equal(stolen.status, 403)
  })

  test('make no others that outlive them, work from elsewhere, or make an owner', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const inAMonth = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString()
    const abilities = ['account:read', 'account:write', 'team:write']
    const networks = ['127.0.0.0/8', '::1/128']
    const made = await ada.post('/api-tokens', { name: 'Helper', abilities, networks, expires_at: inAMonth })
    const helper = withToken(ada, made.body.token)
    const child = { name: 'Child', abilities: ['account:read'] }
    const same = await helper.post('/api-tokens', child)
    assert.deepEqual([same.body.networks, same.body.expires_at], [networks, inAMonth], 'what its maker has')
    const later = new Date(Date.now() + 31 * 24 * 3_600_000).toISOString()
    const codes = async (body: object) => (await helper.post('/api-tokens', { ...child, ...body })).body.code
    assert.equal(await codes({ expires_at: later }), 'outlives_maker')
    assert.equal(await codes({ networks: ['127.0.0.0/7'] }), 'beyond_maker_networks')
    const endless = await ada.post('/api-tokens', child)
    const stolen = await helper.post(`/api-tokens/${endless.body.id}/rotations`)
    assert.deepEqual([stolen.status, stolen.body.code], [403, 'outlives_maker'])
    assert.equal((await helper.post(`/api-tokens/${made.body.id}/rotations`)).status, 201, 'itself it may')
    const owner = { email: 'eve@example.test', permissions: ['owner'] }
    assert.equal((await helper.post('/team/invitations', owner)).body.code, 'not_yours_to_give')
    assert.equal((await ada.post('/team/invitations', owner)).status, 201)
  })
})
