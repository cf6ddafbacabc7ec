import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { addPlan, connectPanel, sandboxPanelToken } from '#tests/support/provisioning'
import { useSandbox } from '#tests/support/sandbox'
import { createTenant } from '#tests/support/tenants'

test.group('Panels, by staff', (group) => {
  const sandbox = useSandbox(group)

  test('say what they offer, and stand in a datacenter', async ({ assert }) => {
    const tenant = await createTenant()
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const panel = showId('panel', await connectPanel(tenant, sandbox().url))
    await addPlan(tenant)
    const offers = await staff.get(`/panels/${panel}/offers`)
    assert.equal(offers.status, 200, offers.text)
    const { packages, images, room, plans } = offers.body
    assert.isAbove(packages.length, 0)
    assert.isAbove(images.length, 0)
    assert.isAbove(room.length, 0)
    assert.lengthOf(plans, 1)
    assert.isTrue(packages.some(({ name }: { name: string }) => name === plans[0].package) === (plans[0].fault === null))
    assert.equal((await staff.get(`/panels/${showId('panel', newId())}/offers`)).status, 404)

    const place = await staff.post('/datacenters', { code: 'fra1', name: 'Frankfurt 1', city: 'Frankfurt', country: 'DE' })
    for (const [datacenter, status] of [[place.body.id, 200], [showId('datacenter', newId()), 422], ['x', 422], [null, 200]] as const) {
      const answer = await staff.patch(`/panels/${panel}`, { datacenter_id: datacenter })
      assert.equal(answer.status, status, answer.text)
      if (status === 422) assert.equal(answer.body.errors[0].field, 'datacenter_id')
      else assert.equal(answer.body.datacenter_id, datacenter)
    }
    // What is not said stays.
    await staff.patch(`/panels/${panel}`, { datacenter_id: place.body.id })
    assert.equal((await staff.patch(`/panels/${panel}`, { name: 'Renamed' })).body.datacenter_id, place.body.id)
    assert.equal((await staff.delete(`/datacenters/${place.body.id}`)).body.code, 'datacenter_used')
  }) // prettier-ignore

  test('are tried before they are kept, and what is wrong is said beside its field', async ({ assert }) => {
    const staff = await apiClientFor(await createTenant(), { as: 'staff' })
    const base_url = `${sandbox().url}/virtfusion/fra/api/v1`
    const wish = {
      driver: 'virtfusion',
      code: 'fra',
      name: 'F',
      location: 'F',
      base_url,
      token: sandboxPanelToken,
    }
    const found = await staff.post('/panel-tests', wish)
    assert.equal(found.status, 200, found.text)
    assert.isAbove(found.body.packages.length, 0)
    for (const [change, status, code, field] of [
      [{ token: 'wrong' }, 409, 'panel_misconfigured', 'token'],
      [{ base_url: `${sandbox().url}/elsewhere` }, 409, 'panel_misconfigured', 'base_url'],
      [{ base_url: base_url.replace('http:', 'https:') }, 409, 'panel_retry_later', 'base_url'],
      [{ base_url: 'http://127.0.0.1:9' }, 409, 'panel_retry_later', 'base_url'],
      [{ config: { callTimeoutMs: 'soon' } }, 422, 'config_invalid', 'config.callTimeoutMs'],
    ] as const) {
      const refused = await staff.post('/panel-tests', { ...wish, ...change })
      assert.equal(refused.status, status, refused.text)
      assert.deepEqual([refused.body.code, refused.body.errors[0].field], [code, field])
    }
    assert.deepEqual((await staff.get('/panels')).body.data, [])
    const german = await staff.post(
      '/panel-tests',
      { ...wish, base_url: 'panel' },
      { 'accept-language': 'de' }
    )
    assert.equal(german.body.errors[0].message, 'Das ist keine Webadresse, wie https://example.net.')
  })

  test('have settings that hold for all of them', async ({ assert }) => {
    const staff = await apiClientFor(await createTenant(), { as: 'staff' })
    const before = (await staff.get('/panel-settings')).body
    assert.deepInclude(before, { lost_after_minutes: 15, reverse_name_check: 'warn' })
    const wish = { version: before.version, lost_after_minutes: 30, reverse_name_check: 'refuse' }
    for (const [change, status] of [
      [{ lost_after_minutes: 1 }, 422],
      [{ lost_after_minutes: 1441 }, 422],
      [{ reverse_name_check: 'maybe' }, 422],
      [{ version: before.version + 1 }, 409],
      [{}, 200],
      // Whoever saw the settings before that is refused.
      [{}, 409],
    ] as const) {
      const answer = await staff.put('/panel-settings', { ...wish, ...change })
      assert.equal(answer.status, status, answer.text)
    }
    const after = (await staff.get('/panel-settings')).body
    assert.deepInclude(after, { lost_after_minutes: 30, reverse_name_check: 'refuse' })
  })
})
