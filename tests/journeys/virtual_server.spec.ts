import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { audit } from '#tests/journeys/auditor'
import { useWorld } from '#tests/journeys/use_world'
import { hold, orderWithoutRoom, rebuild, upgrade } from '#tests/journeys/whole_life'
import { serversOn } from '#tests/provisioning/support'

test.group('A virtual server', (group) => {
  const begin = useWorld(group)

  test('bought, used, upgraded, suspended for two reasons, restored, rebuilt while its panel stumbles, terminated; refused for room', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const servers = () => serversOn(world.sandbox, 'fra')
    const status = async () => (await world.one('services')).status
    await ada.buy()
    const path = `/services/${showId('service', (await world.one('services')).id)}`
    const [before] = await servers()
    assert.deepInclude(before, { name: path.slice('/services/'.length), suspended: false, running: true })
    assert.isNotEmpty((await ada.api.post(`${path}/credentials`, {})).body.password)

    await world.on('2026-03-12')
    const power = (action: string) =>
      ada.api.post(`${path}/power`, { action }, { 'idempotency-key': newId() })
    assert.equal((await power('poweroff')).status, 202)
    await world.settle()
    assert.isFalse((await servers())[0]!.running)
    await power('boot')
    await world.settle()

    await world.on('2026-03-15')
    await upgrade(world, ada, { path, plan: 'vps-m' })
    assert.notEqual((await servers())[0]!.packageId, before!.packageId)

    // Two reasons: lifting one does not lift the other.
    await world.on('2026-03-16')
    await hold(world, 'place')
    await hold(world, 'place', 'manual')
    assert.isTrue((await servers())[0]!.suspended)
    assert.equal((await power('boot')).body.code, 'service_not_usable')
    await world.on('2026-03-17')
    await hold(world, 'lift')
    assert.equal(await status(), 'suspended')
    await hold(world, 'lift', 'manual')
    assert.equal(await status(), 'active')
    assert.deepInclude((await servers())[0], { suspended: false, running: true })

    await world.on('2026-03-20')
    await world.sandbox.fault('virtfusion', 'error_500', { times: 1, route: 'POST /virtfusion/fra/api/v1/servers/*/build' }) // prettier-ignore
    await rebuild(world, ada, { path, template: 'Debian 12' })
    const [after, ...others] = await servers()
    assert.lengthOf(others, 0)
    assert.equal(after!.id, before!.id)
    assert.notEqual(after!.templateId, before!.templateId)

    await ada.cancel('now')
    assert.equal(await status(), 'terminated')
    assert.deepEqual(await servers(), [])
    const late = { plan: 'vps-s', hostname: 'late', options: { location: 'fra' } }
    assert.deepEqual(await orderWithoutRoom(world, ada, { ...late, fault: ['virtfusion', 'panel_full'] }), ['failed']) // prettier-ignore
    assert.deepEqual(await servers(), [])
    await audit(world, assert)
  })
})
