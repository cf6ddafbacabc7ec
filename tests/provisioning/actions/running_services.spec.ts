import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { createHash } from 'node:crypto'
import type { Tenant } from '#app/shared/database/context'
import { unseal } from '#app/shared/secrets/keyring'
import { ChangeStaffHold } from '#app/provisioning/actions/change_staff_hold'
import { ObserveServer } from '#app/provisioning/actions/observe_server'
import { QueueOperation } from '#app/provisioning/actions/queue_operation'
import { RequestOperation } from '#app/provisioning/actions/request_operation'
import { ResizeService } from '#app/provisioning/actions/resize_service'
import { SetDesiredState } from '#app/provisioning/actions/set_desired_state'
import type { DesiredState } from '#app/provisioning/domain/service'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { listOperations } from '#app/provisioning/queries/list_operations'
import type { ServiceRow } from '#app/provisioning/records/services'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel, serviceOf, settleOperations } from '#tests/support/provisioning'
import { useSandbox } from '#tests/support/sandbox'
import { loseQueuedJobs, moving, settleOnly } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'
import { eventNames, serversOn } from '#tests/provisioning/support'

test.group('A running service', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10' })
  group.each.teardown(loseQueuedJobs)

  async function begin(): Promise<{ tenant: Tenant; service: ServiceRow }> {
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url)
    const { id } = await addService(tenant, {
      customerId: await addAda(tenant),
      planId: await addPlan(tenant),
    })
    await settleOperations(tenant)
    return { tenant, service: await serviceOf(tenant, id) }
  }

  async function want(tenant: Tenant, service: ServiceRow, desired: DesiredState): Promise<void> {
    const set = await app.container.make(SetDesiredState)
    await as(tenant, () => set.execute({ subscriptionId: service.subscriptionId, desired }))
  }

  test('it is suspended, comes back, and ends', async ({ assert }) => {
    const { tenant, service } = await begin()
    await want(tenant, service, 'suspended')
    await want(tenant, service, 'suspended')
    await settleOperations(tenant)
    assert.isTrue((await serversOn(sandbox(), 'fra'))[0]!.suspended)
    assert.equal((await serviceOf(tenant, service.id)).status, 'suspended')
    await want(tenant, service, 'running')
    await settleOperations(tenant)
    assert.isFalse((await serversOn(sandbox(), 'fra'))[0]!.suspended)
    await want(tenant, service, 'gone')
    await settleOperations(tenant)
    assert.deepEqual(await serversOn(sandbox(), 'fra'), [])
    assert.equal((await serviceOf(tenant, service.id)).status, 'terminated')
    const names = await eventNames(tenant, service.id)
    assert.includeMembers(names, ['service.suspended', 'service.resumed', 'service.terminated'])
  })

  test('paying does not lift what staff placed', async ({ assert }) => {
    const { tenant, service } = await begin()
    const holds = await app.container.make(ChangeStaffHold)
    await as(tenant, () => holds.place({ serviceId: service.id, hold: 'abuse', note: 'Spam' }))
    await want(tenant, service, 'suspended')
    await want(tenant, service, 'running')
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, service.id)).status, 'suspended')
    await as(tenant, () => holds.lift({ serviceId: service.id, hold: 'abuse', note: 'Cleaned' }))
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, service.id)).status, 'active')
  })

  test('ending a server that is gone already succeeds', async ({ assert }) => {
    const { tenant, service } = await begin()
    await vanish(service)
    await want(tenant, service, 'gone')
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, service.id)).status, 'terminated')
  })

  test('a server that vanished is reported and not suspended over and over', async ({ assert }) => {
    const { tenant, service } = await begin()
    await vanish(service)
    const observe = await app.container.make(ObserveServer)
    await as(tenant, () => observe.execute(service.id))
    await as(tenant, () => observe.execute(service.id))
    await want(tenant, service, 'suspended')
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, service.id)).observed, 'absent')
    const names = await eventNames(tenant, service.id)
    assert.equal(names.filter((name) => name === 'service.vanished').length, 1)
  })

  test('work queues up in order, and what is no longer possible is called off', async ({ assert }) => {
    const { tenant, service } = await begin()
    const request = await app.container.make(RequestOperation)
    const asked = { serviceId: service.id, customerId: service.customerId }
    await as(tenant, async () => {
      assert.isTrue((await request.execute({ ...asked, kind: 'power', input: { power: 'poweroff' } })).ok)
      const again = await request.execute({ ...asked, kind: 'power', input: { power: 'boot' } })
      assert.isFalse(again.ok)
      assert.isTrue(
        (await request.execute({ ...asked, kind: 'rebuild', input: { template: 'Debian 12' } })).ok
      )
    })
    await want(tenant, service, 'gone')
    await settleOperations(tenant)
    const { rows } = await as(tenant, () =>
      listOperations({ customerId: null, serviceId: service.id, before: null, size: 10 })
    )
    assert.deepEqual(
      rows.map((row) => [row.kind, row.status]),
      [
        ['terminate', 'done'],
        ['rebuild', 'done'],
        ['power', 'done'],
        ['create', 'done'],
      ]
    )
    assert.deepEqual(await serversOn(sandbox(), 'fra'), [])
  })

  test('power, rebuild and password change what runs on the panel', async ({ assert }) => {
    const { tenant, service } = await begin()
    const request = await app.container.make(RequestOperation)
    const asked = { serviceId: service.id, customerId: service.customerId }
    await as(tenant, () => request.execute({ ...asked, kind: 'power', input: { power: 'poweroff' } }))
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, service.id)).powerState, 'stopped')

    await as(tenant, () =>
      request.execute({ ...asked, kind: 'rebuild', input: { template: 'Ubuntu 24.04' } })
    )
    await settleOperations(tenant)
    const rebuilt = await serviceOf(tenant, service.id)
    assert.equal(rebuilt.spec.template, 'Ubuntu 24.04')
    assert.equal((await serversOn(sandbox(), 'fra'))[0]!.templateId, 22)

    await as(tenant, () => request.execute({ ...asked, kind: 'reset_password' }))
    await settleOperations(tenant)
    const { password } = JSON.parse(
      unseal((await serviceOf(tenant, service.id)).credentials!, `service:${service.id}`)
    ) as {
      password: string
    }
    assert.equal(
      (await serversOn(sandbox(), 'fra'))[0]!.passwordSha256,
      createHash('sha256').update(password).digest('hex')
    )
  })

  test('a bigger plan gives the server its sizes; a smaller disk is refused', async ({ assert }) => {
    const { tenant, service } = await begin()
    const large = await addPlan(tenant, { size: 'L' })
    const resize = await app.container.make(ResizeService)
    assert.isTrue((await as(tenant, () => resize.execute({ serviceId: service.id, planId: large }))).ok)
    await settleOperations(tenant)
    const resized = await serviceOf(tenant, service.id)
    assert.deepInclude(resized.spec, { memoryMb: 8192 })
    assert.equal(resized.planId, large)
    assert.equal((await serversOn(sandbox(), 'fra'))[0]!.packageId, 3)
    const back = await as(tenant, () => resize.execute({ serviceId: service.id, planId: service.planId }))
    assert.deepEqual(back, { ok: false, error: { type: 'disk_would_shrink' } })
  })

  test('another customer, an unknown id and a suspended service are refused', async ({ assert }) => {
    const { tenant, service } = await begin()
    const request = await app.container.make(RequestOperation)
    const stranger = await addAda(tenant)
    const power = { kind: 'power' as const, input: { power: 'boot' as const } }
    const refused = await as(tenant, () =>
      request.execute({ serviceId: service.id, customerId: stranger, ...power })
    )
    assert.deepEqual(refused, { ok: false, error: { type: 'service_not_found' } })
    await want(tenant, service, 'suspended')
    const early = await as(tenant, () =>
      request.execute({ serviceId: service.id, customerId: null, ...power })
    )
    assert.isFalse(early.ok)
    const resize = await app.container.make(ResizeService)
    const unknown = await as(tenant, () => resize.execute({ serviceId: service.id, planId: stranger }))
    assert.deepEqual(unknown, { ok: false, error: { type: 'plan_not_found' } })
  })

  test('a rebuild while a suspension waits is refused; one that was asked for before comes first', async ({
    assert,
  }) => {
    const { tenant, service } = await begin()
    const request = await app.container.make(RequestOperation)
    const rebuild = (template: string) =>
      as(tenant, () => request.execute({ serviceId: service.id, customerId: service.customerId, kind: 'rebuild', input: { template } })) // prettier-ignore
    assert.isTrue((await rebuild('Debian 12')).ok)
    await want(tenant, service, 'suspended')
    assert.deepEqual(await rebuild('Ubuntu 24.04'), {
      ok: false,
      error: { type: 'service_not_usable', status: 'active' },
    })
    await settleOperations(tenant)
    assert.deepEqual(await worked(tenant, service), ['create done', 'rebuild done', 'suspend done'])
    const after = await serviceOf(tenant, service.id)
    assert.deepInclude(after.spec, { template: 'Debian 12' })
    assert.equal(after.status, 'suspended')
  })

  test('sizes that are due while it is suspended follow when it runs again', async ({ assert }) => {
    const { tenant, service } = await begin()
    const large = await addPlan(tenant, { size: 'L' })
    const queue = await app.container.make(QueueOperation)
    await want(tenant, service, 'suspended')
    await settleOperations(tenant)
    const input = {
      planId: large,
      spec: { ...service.spec, package: 'VPS L', memoryMb: 8192 } as ServiceSpec,
    }
    const suspended = await serviceOf(tenant, service.id)
    await as(tenant, () => queue.execute({ service: suspended, kind: 'resize', input }))
    await settleOnly(tenant, moving)
    assert.deepEqual(await worked(tenant, service), ['create done', 'suspend done', 'resize queued'])
    assert.equal((await serversOn(sandbox(), 'fra'))[0]!.packageId, 2)
    await want(tenant, service, 'running')
    await settleOperations(tenant)
    assert.deepEqual(await worked(tenant, service), [
      'create done',
      'suspend done',
      'resize done',
      'resume done',
    ])
    assert.equal((await serversOn(sandbox(), 'fra'))[0]!.packageId, 3)
    // And when it ends instead, they are called off.
    await want(tenant, service, 'suspended')
    await settleOperations(tenant)
    await as(tenant, () => queue.execute({ service: suspended, kind: 'resize', input }))
    await want(tenant, service, 'gone')
    await settleOperations(tenant)
    assert.deepEqual((await worked(tenant, service)).slice(-2), ['resize cancelled', 'terminate done'])
  })

  test('ended while it is being made: nothing of it is left, and its money is let go', async ({ assert }) => {
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url)
    await sandbox().fault('virtfusion', 'error_500', { times: 1, route: 'POST /virtfusion/fra/api/v1/servers/*/build' }) // prettier-ignore
    const wanted = { customerId: await addAda(tenant), planId: await addPlan(tenant) }
    const service = await addService(tenant, wanted)
    await settleOnly(tenant, moving)
    assert.lengthOf(await serversOn(sandbox(), 'fra'), 1)
    await want(tenant, service, 'gone')
    await settleOperations(tenant)
    assert.deepEqual(await serversOn(sandbox(), 'fra'), [])
    assert.equal((await serviceOf(tenant, service.id)).status, 'failed')
    const names = await eventNames(tenant, service.id)
    assert.include(names, 'service.creation_failed')
    assert.notInclude(names, 'service.activated')
  })

  for (const route of [
    'POST /virtfusion/fra/api/v1/servers/*/suspend',
    'DELETE /virtfusion/fra/api/v1/servers/*',
  ]) {
    for (const fault of ['timeout_after', 'error_500']) {
      test(`${route.split(' ')[0]} answered by ${fault} ends right`, async ({ assert }) => {
        const { tenant, service } = await begin()
        await sandbox().fault('virtfusion', fault, { times: 1, route, value: 3_000 })
        const isEnd = route.startsWith('DELETE')
        await want(tenant, service, isEnd ? 'gone' : 'suspended')
        await settleOperations(tenant)
        assert.equal((await serviceOf(tenant, service.id)).status, isEnd ? 'terminated' : 'suspended')
      })
    }
  }

  async function worked(tenant: Tenant, { id }: ServiceRow): Promise<string[]> {
    const { rows } = await as(tenant, () =>
      listOperations({ customerId: null, serviceId: id, before: null, size: 10 })
    )
    return rows.map(({ kind, status }) => `${kind} ${status}`).toReversed()
  }

  async function vanish(service: ServiceRow): Promise<void> {
    await sandbox().process.json('POST', `/_virtfusion/fra/servers/${service.externalReference}/vanish`, {})
  }
})
