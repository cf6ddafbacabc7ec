import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { unseal } from '#app/shared/secrets/keyring'
import { showId } from '#app/shared/ids'
import { addAda } from '#tests/support/customers'
import {
  addPlan, addService, connectPanel, sandboxPanelToken, serviceOf, settleOperations, workUntilOneWaits,
} from '#tests/support/provisioning' // prettier-ignore
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'
import { eventNames, serversOn } from '#tests/provisioning/support'

/** What staff are told that operations wait for. */
async function waitingReasons(tenant: Tenant): Promise<string[]> {
  const rows = await as(tenant, () =>
    inReadTransaction(() => db.selectFrom('operations').select('failure').execute())
  )
  return rows.map(({ failure }) => (failure as { message?: string } | null)?.message ?? '')
}

const env = { SANDBOX_BUILD_MS: '60', SANDBOX_TASK_MS: '20' }

test.group('Creating a service', (group) => {
  const sandbox = useSandbox(group, env)
  group.each.teardown(loseQueuedJobs)

  async function begin(): Promise<{ tenant: Tenant; customerId: string; planId: string }> {
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url)
    return { tenant, customerId: await addAda(tenant), planId: await addPlan(tenant) }
  }

  test('a server is made, named, installed and handed over', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    const { id } = await addService(tenant, wanted)
    await settleOperations(tenant)

    const service = await serviceOf(tenant, id)
    assert.equal(service.status, 'active')
    assert.equal(service.powerState, 'running')
    assert.isAbove(service.addresses.length, 0)
    const { password } = JSON.parse(unseal(service.credentials!, `service:${id}`)) as { password: string }
    assert.isAbove(password.length, 8)
    const [server, ...others] = await serversOn(sandbox(), 'fra')
    assert.deepEqual(others, [])
    assert.equal(server!.name, showId('service', id))
    assert.equal(server!.hostname, 'web1.example.test')
    assert.include(await eventNames(tenant, id), 'service.activated')
  })

  test('copies are made of a server that is sold with them, and of no other', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    await addService(tenant, { ...wanted, spec: { backups: true } })
    await addService(tenant, wanted)
    await settleOperations(tenant)
    assert.sameMembers(
      (await serversOn(sandbox(), 'fra')).map(({ backupPlanId }) => backupPlanId),
      [1, 0]
    )
  })

  test('a panel without a backup plan hands over no server that was sold with copies', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    await as(tenant, () => inTransaction(() => db.updateTable('panels').set({ config: '{}' }).execute()))
    const { id } = await addService(tenant, { ...wanted, spec: { backups: true } })
    await workUntilOneWaits(tenant)
    assert.equal((await serviceOf(tenant, id)).status, 'provisioning')
    assert.include(
      await waitingReasons(tenant),
      'No backup plan is set for this panel, and the server was sold with backups.'
    )
  })

  test('an account of another billing system with the same address is never taken; once staff gave it another one, the order goes on', async ({
    assert,
  }) => {
    const { tenant, ...wanted } = await begin()
    const ask = (method: string, path: string, body: object) =>
      fetch(`${sandbox().url}/virtfusion/fra/api/v1/users${path}`, {
        method,
        headers: { authorization: `Bearer ${sandboxPanelToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    await ask('POST', '', { name: 'Ada', email: 'ada@example.test', relStr: 'old-7' })
    const { id } = await addService(tenant, wanted)
    await workUntilOneWaits(tenant)
    const [reason] = await waitingReasons(tenant)
    assert.match(reason!, /does not bear the customer's number.* set its external relation id to \d+/)
    assert.notInclude(reason!, 'ada@')
    await ask('PUT', '/old-7/byExtRelation?relStr=true', { email: 'ada.before@example.test' })
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, id)).status, 'active')
  })

  test('a panel that acts long after the deadline makes one server', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    const route = 'POST /virtfusion/fra/api/v1/servers'
    await sandbox().fault('virtfusion', 'latency_ms', { times: 1, route, value: 2_000 })
    const { id } = await addService(tenant, wanted)
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, id)).status, 'active')
    assert.lengthOf(await serversOn(sandbox(), 'fra'), 1)
  })

  test('the password is in no log', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    const { id } = await addService(tenant, wanted)
    await settleOperations(tenant)
    const service = await serviceOf(tenant, id)
    const { password } = JSON.parse(unseal(service.credentials!, `service:${id}`)) as { password: string }
    const kept = await as(tenant, () =>
      inReadTransaction(async () => [
        ...(await db.selectFrom('remote_calls').selectAll().execute()),
        ...(await db.selectFrom('operation_steps').selectAll().execute()),
        ...(await db.selectFrom('events').selectAll().execute()),
      ])
    )
    const text = JSON.stringify(kept, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value
    )
    assert.notInclude(text, password)
    assert.notInclude(text, 'sandbox-virtfusion-token')
    assert.isAbove(kept.length, 5)
  })

  test('a build that fails leaves nothing behind and is told', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    await sandbox().fault('virtfusion', 'build_fails', { times: 1 })
    const { id } = await addService(tenant, wanted)
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, id)).status, 'failed')
    assert.deepEqual(await serversOn(sandbox(), 'fra'), [])
    const names = await eventNames(tenant, id)
    assert.equal(names.filter((name) => name === 'service.creation_failed').length, 1)
    assert.notInclude(names, 'service.activated')
  })

  test('a panel that is full when it comes to creating ends the creation at once', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    await sandbox().fault('virtfusion', 'panel_full')
    const { id } = await addService(tenant, wanted)
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, id)).status, 'failed')
    assert.deepEqual(await serversOn(sandbox(), 'fra'), [])
  })

  for (const fault of ['timeout_after', 'timeout_before', 'error_500']) {
    for (const route of [
      'POST /virtfusion/fra/api/v1/servers',
      'POST /virtfusion/fra/api/v1/servers/*/build',
      'POST /virtfusion/fra/api/v1/users',
    ]) {
      test(`one server after ${fault} at ${route.split('/v1')[1]}`, async ({ assert }) => {
        const { tenant, ...wanted } = await begin()
        await sandbox().fault('virtfusion', fault, { times: 1, route, value: 4_000 })
        const { id } = await addService(tenant, wanted)
        await settleOperations(tenant)
        const service = await serviceOf(tenant, id)
        assert.equal(service.status, 'active')
        assert.isNotNull(service.credentials)
        const servers = await serversOn(sandbox(), 'fra')
        assert.deepEqual(
          servers.map((server) => String(server.id)),
          [service.externalReference]
        )
      })
    }
  }

  test('two services of one customer whose creations are both lost get one server each', async ({
    assert,
  }) => {
    const { tenant, ...wanted } = await begin()
    await sandbox().fault('virtfusion', 'timeout_after', {
      times: 2,
      route: 'POST /virtfusion/fra/api/v1/servers',
      value: 4_000,
    })
    const first = await addService(tenant, wanted)
    const second = await addService(tenant, wanted)
    await settleOperations(tenant)
    const references = [
      (await serviceOf(tenant, first.id)).externalReference,
      (await serviceOf(tenant, second.id)).externalReference,
    ]
    const servers = await serversOn(sandbox(), 'fra')
    assert.sameMembers(
      references,
      servers.map((server) => String(server.id))
    )
    assert.equal(servers.length, 2)
  })
})
