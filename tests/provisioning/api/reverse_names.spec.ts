import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { NameServers } from '#app/shared/outbound/name_servers'
import { showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { addPlan, addService, connectPanel, settleOperations } from '#tests/support/provisioning'
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { createTenant } from '#tests/support/tenants'

test.group('Names that lead to their address', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '20', SANDBOX_TASK_MS: '5' })
  group.each.teardown(loseQueuedJobs)

  test('are told, or asked for, as the tenant wants it', async ({ assert, cleanup }) => {
    app.container.swap(NameServers, () => new NameServers([`127.0.0.1:${sandbox().process.port}`]))
    cleanup(() => app.container.restore(NameServers))
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url, { mayNameBack: true })
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const service = await addService(tenant, { customerId: ada.customerId, planId: await addPlan(tenant) })
    await settleOperations(tenant)
    const path = `/services/${showId('service', service.id)}`
    const [{ address }] = (await ada.get(path)).body.addresses
    const written = { name: 'mail.ada.example', addresses: [address, '2001:db8::7'] }
    await sandbox().process.json('POST', '/_dns/names', written)
    const set = (name: string) => ada.put(`${path}/addresses/${address}/reverse-name`, { name })

    assert.deepEqual((await set('mail.ada.example')).body, { address, name: 'mail.ada.example', forward: 'points_here', is_pending: false, advice: null }) // prettier-ignore
    const stray = (await set('203-0-113-99.ada.example')).body
    assert.equal(stray.forward, 'points_elsewhere')
    assert.include(stray.advice, `203-0-113-99.ada.example A ${address}`)
    assert.equal((await set('nobody.ada.example')).body.forward, 'unknown')

    const { version } = (await staff.get('/panel-settings')).body
    const strict = { version, lost_after_minutes: 15, reverse_name_check: 'refuse' }
    assert.equal((await staff.put('/panel-settings', strict)).status, 200)
    const refused = await set('203-0-113-99.ada.example')
    assert.equal(refused.status, 422, refused.text)
    assert.equal(refused.body.code, 'name_points_elsewhere')
    assert.include(refused.body.errors[0].message, address)
    await sandbox().fault('dns', 'silent')
    assert.equal((await set('mail.ada.example')).body.code, 'name_not_checked')
    assert.equal((await ada.get(path)).body.addresses[0].reverse_name, 'nobody.ada.example')
    await sandbox().clearFaults()
    assert.equal((await set('mail.ada.example')).body.forward, 'points_here')
  })
})
