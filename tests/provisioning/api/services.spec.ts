import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId, readId, showId } from '#app/shared/ids'
import { RequestOperation } from '#app/provisioning/actions/request_operation'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import {
  addPlan,
  addService,
  connectPanel,
  sandboxPanelToken,
  settleOperations,
  workUntilOneWaits,
} from '#tests/support/provisioning'
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'
import { serversOn } from '#tests/provisioning/support'

interface Shown {
  id: string
  status: string
  power: string
  hostname: string
  desired: string
  steps: { name: string; status: string }[]
  data: Shown[]
  password: string
  code: string
  kind: string
}

test.group('Services over the API', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10' })
  group.each.teardown(loseQueuedJobs)

  async function begin() {
    const tenant = await createTenant()
    const panelId = await connectPanel(tenant, sandbox().url)
    const planId = await addPlan(tenant)
    const customer = await apiClientFor(tenant, { as: 'customer' })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const service = await addService(tenant, { customerId: customer.customerId, planId })
    await settleOperations(tenant)
    return { tenant, planId, panelId, customer, staff, id: showId('service', service.id) }
  }

  const body = async (answer: ReturnType<ApiClient['get']>) => (await answer).body as Shown

  test('a customer lists, shows and renames a service, and sees what happened', async ({ assert }) => {
    const { customer, id } = await begin()
    assert.equal((await body(customer.get('/services?search=WEB1'))).data[0]!.id, id)
    assert.deepEqual((await body(customer.get('/services?status=suspended'))).data, [])
    assert.equal((await body(customer.get(`/services/${id}`))).status, 'active')
    assert.equal(
      (await body(customer.patch(`/services/${id}`, { hostname: 'Shop.Example.test' }))).hostname,
      'shop.example.test'
    )
    assert.equal((await customer.patch(`/services/${id}`, { hostname: '-no-' })).status, 422)
    assert.isAbove((await body(customer.get(`/services/${id}/activity`))).data.length, 1)
    assert.equal((await body(customer.get('/operations'))).data[0]!.kind, 'create')
  })

  test('what staff note beside their acts is for colleagues, in the activity and on the page', async ({
    assert,
  }) => {
    const { tenant, customer, staff, id } = await begin()
    const note = 'The police asked about it'
    assert.equal((await staff.post(`/services/${id}/holds`, { hold: 'abuse', note })).status, 200)
    await settleOperations(tenant)
    assert.include(JSON.stringify((await staff.get(`/services/${id}/activity`)).body), note)
    const told = (await customer.get(`/services/${id}/activity`)).body.data as { name: string }[]
    assert.notInclude(JSON.stringify(told), note)
    assert.notInclude(
      told.map(({ name }) => name),
      'service.hold_placed'
    )
    assert.include(
      told.map(({ name }) => name),
      'service.suspended'
    )
  })

  test('a customer runs a server: power, password, console, sign-in, rebuild', async ({ assert }) => {
    const { tenant, customer, staff, id } = await begin()
    const first = await customer.post(
      `/services/${id}/power`,
      { action: 'poweroff' },
      { 'idempotency-key': 'one' }
    )
    const same = await customer.post(
      `/services/${id}/power`,
      { action: 'poweroff' },
      { 'idempotency-key': 'one' }
    )
    assert.equal(first.status, 202)
    assert.deepEqual(same.body, first.body)
    assert.equal((await customer.post(`/services/${id}/power`, { action: 'boot' })).status, 409)
    await settleOperations(tenant)
    assert.equal((await body(customer.get(`/services/${id}`))).power, 'stopped')

    assert.equal((await customer.post(`/services/${id}/credentials`)).status, 200)
    // Of staff, only who has the right to secrets; each look is written down.
    const technician = await apiClientFor(tenant, { as: 'staff', roles: ['technician'] })
    assert.equal((await technician.post(`/services/${id}/credentials`)).status, 403)
    assert.equal((await staff.post(`/services/${id}/credentials`)).status, 200)
    const looks = (await staff.get('/audit?type=service.credentials_revealed')).body.data
    assert.deepEqual(
      looks.map((look: { actor_kind: string }) => look.actor_kind),
      ['staff', 'customer']
    )
    assert.equal((await customer.post(`/services/${id}/console`)).status, 200)
    assert.equal((await customer.post(`/services/${id}/sign-in`)).status, 200)
    assert.isAbove((await body(customer.get(`/services/${id}/templates`))).data.length, 5)
    assert.equal((await customer.post(`/services/${id}/rebuild`, { template: 'Debian 12' })).status, 202)
    await settleOperations(tenant)
    assert.equal((await serversOn(sandbox(), 'fra'))[0]!.templateId, 12)
    assert.equal((await customer.post(`/services/${id}/password-reset`)).status, 202)
    await settleOperations(tenant)
  })

  test('nobody reaches what is not theirs', async ({ assert }) => {
    const { tenant, id, staff } = await begin()
    const stranger = await apiClientFor(tenant, { as: 'customer' })
    const elsewhere = await apiClientFor(await createTenant(), { as: 'staff' })
    for (const client of [stranger, elsewhere]) {
      assert.equal((await client.get(`/services/${id}`)).status, 404)
      assert.equal((await client.post(`/services/${id}/power`, { action: 'boot' })).status, 404)
      assert.equal((await client.patch(`/services/${id}`, { hostname: 'x.test' })).status, 404)
      assert.equal((await client.post(`/services/${id}/console`)).status, 404)
    }
    assert.equal((await stranger.post(`/services/${id}/credentials`)).status, 404)
    assert.equal((await stranger.post(`/services/${id}/holds`, { hold: 'abuse', note: 'x' })).status, 404)
    assert.equal(
      (await staff.post(`/services/${showId('service', newId())}/power`, { action: 'boot' })).status,
      404
    )
    const reader = await apiClientFor(tenant, { as: 'staff', abilities: ['staff:services:read'] })
    assert.equal((await reader.post(`/services/${id}/power`, { action: 'boot' })).status, 403)
  })

  test('nonsense is refused', async ({ assert }) => {
    const { customer, staff, id } = await begin()
    for (const action of ['explode', 1, null, '']) {
      assert.equal((await customer.post(`/services/${id}/power`, { action })).status, 422)
    }
    assert.equal((await customer.get('/services/svc_not-an-id')).status, 404)
    assert.equal((await customer.get('/services?cursor=abc')).status, 422)
    assert.deepEqual((await body(customer.get("/services?search=%25'%20or%201=1"))).data, [])
    assert.equal((await staff.post(`/services/${id}/resize`, { plan_id: 'plan_x' })).status, 422)
    assert.equal((await staff.post(`/services/${id}/holds`, { hold: 'unpaid', note: 'x' })).status, 422)
  })

  test('staff hold and release a service, follow an operation and its calls', async ({ assert }) => {
    const { tenant, staff, id, planId } = await begin()
    assert.equal(
      (await body(staff.post(`/services/${id}/holds`, { hold: 'fraud', note: 'Chargeback' }))).desired,
      'suspended'
    )
    assert.equal((await staff.post(`/services/${id}/holds`, { hold: 'fraud', note: 'Again' })).status, 409)
    await settleOperations(tenant)
    assert.equal((await body(staff.get(`/services/${id}`))).status, 'suspended')
    assert.equal(
      (await staff.post(`/services/${id}/hold-liftings`, { hold: 'fraud', note: 'Cleared' })).status,
      200
    )
    await settleOperations(tenant)
    assert.equal(
      (await body(staff.get('/service-counts'))) && (await body(staff.get(`/services/${id}`))).status,
      'active'
    )
    const operation = (await body(staff.get(`/operations?service=${id}&kind=suspend`))).data[0]!
    assert.isTrue(
      (await body(staff.get(`/operations/${operation.id}`))).steps.every((step) => step.status === 'done')
    )
    assert.isAbove((await body(staff.get(`/operations/${operation.id}/calls`))).data.length, 1)
    assert.equal((await staff.post(`/operations/${operation.id}/retries`)).status, 409)
    assert.equal(
      (await staff.post(`/services/${id}/resize`, { plan_id: showId('plan', planId) })).status,
      202
    )
    await settleOperations(tenant)
  })

  test('staff see what waits, and have it go on or call it off', async ({ assert }) => {
    const { tenant, customer, staff, id } = await begin()
    await customer.post(`/services/${id}/power`, { action: 'restart' })
    await settleOperations(tenant)
    // An image that was there when it was asked for, and is gone when its turn comes.
    const failing = await as(tenant, async () =>
      (await app.container.make(RequestOperation)).execute({
        serviceId: readId('service', id)!,
        customerId: customer.customerId,
        kind: 'rebuild',
        input: { template: 'Plan 9' },
        idempotencyKey: null,
      })
    )
    assert.isTrue(failing.ok)
    await workUntilOneWaits(tenant)
    const operationId = (await body(staff.get(`/operations?service=${id}&kind=rebuild`))).data[0]!.id
    const waiting = await body(staff.get(`/operations/${operationId}`))
    assert.equal(waiting.status, 'waiting')
    assert.equal((await staff.post(`/operations/${operationId}/resumptions`, { position: 99 })).status, 422)
    assert.equal((await staff.post(`/operations/${operationId}/resumptions`, { position: 0 })).status, 200)
    await workUntilOneWaits(tenant)
    const called = await body(
      staff.post(`/operations/${operationId}/cancellations`, { reason: 'No such image' })
    )
    assert.equal(called.status, 'cancelled')
    assert.equal((await body(customer.get(`/services/${id}`))).status, 'active')
  })

  test('a creation that cleans up cannot be led back to creating, and ends when the panel lets it', async ({
    assert,
  }) => {
    const { tenant, planId, customer, staff } = await begin()
    await sandbox().fault('virtfusion', 'build_fails')
    await sandbox().fault('virtfusion', 'delete_refused')
    const { id } = await addService(tenant, { customerId: customer.customerId, planId })
    await workUntilOneWaits(tenant)
    const operation = (await body(staff.get(`/operations?service=${showId('service', id)}`))).data[0]!
    assert.equal(operation.status, 'waiting')
    assert.equal((await staff.post(`/operations/${operation.id}/resumptions`, { position: 0 })).status, 409)
    assert.equal((await staff.post(`/operations/${operation.id}/cancellations`, { reason: 'x' })).status, 409)
    await sandbox().clearFaults()
    assert.equal((await staff.post(`/operations/${operation.id}/retries`)).status, 200)
    await settleOperations(tenant)
    assert.equal((await body(staff.get(`/operations/${operation.id}`))).status, 'failed')
    assert.equal((await body(customer.get(`/services/${showId('service', id)}`))).status, 'failed')
    assert.equal((await serversOn(sandbox(), 'fra')).length, 1)
  })

  test('staff connect, test and change panels; tokens are never shown', async ({ assert }) => {
    const { staff } = await begin()
    const panel = {
      driver: 'virtfusion',
      code: 'nyc',
      name: 'New York',
      location: 'New York',
      base_url: `${sandbox().url}/virtfusion/nyc/api/v1`,
      token: 'wrong-token-of-the-panel',
    }
    const made = await staff.post('/panels', panel)
    assert.equal(made.status, 201)
    assert.notInclude(made.text, panel.token)
    assert.equal((await staff.post('/panels', panel)).status, 422)
    assert.equal((await staff.post('/panels', { ...panel, code: 'x', driver: 'other' })).status, 422)
    assert.equal((await staff.post('/panels', { ...panel, code: 'x', base_url: 'ftp://x' })).status, 422)
    const { id } = made.body as Shown
    assert.equal((await body(staff.post(`/panels/${id}/tests`))).code, 'panel_misconfigured')
    assert.equal(
      (await staff.patch(`/panels/${id}`, { token: sandboxPanelToken, status: 'draining' })).status,
      200
    )
    assert.equal((await staff.post(`/panels/${id}/tests`)).status, 200)
    assert.equal((await body(staff.get('/panels'))).data.length, 2)
    assert.isAbove((await body(staff.get(`/panels/${id}/calls`))).data.length, 1)
  })
})
